"""Turns: a spreadsheet that is read and planned takes up to 300 MB, so few are at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from services.directory.use_cases.ports import Stopped
from shared.errors import Unavailable

_ASKS_EVERY_SECONDS = 0.2


class Turns:
    """`wait_seconds`: so long somebody waits for a turn before they are told to come again."""

    def __init__(self, at_once: int, wait_seconds: float) -> None:
        self._free = BoundedSemaphore(at_once)
        self._wait_seconds = wait_seconds

    @contextmanager
    def taken(self, given_up: Callable[[], bool] | None = None) -> Iterator[None]:
        """Raises Unavailable when no turn comes. With `given_up` it waits until one does, and raises Stopped once that says so."""
        if given_up:
            while not self._free.acquire(timeout=_ASKS_EVERY_SECONDS):
                if given_up():
                    raise Stopped
        elif not self._free.acquire(timeout=self._wait_seconds):
            raise Unavailable(
                "Other spreadsheets are being looked through just now.", remedy="Send yours again in a moment; nothing was changed."
            )
        try:
            yield
        finally:
            self._free.release()
