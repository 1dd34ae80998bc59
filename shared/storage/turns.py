"""Writers of one process take turns, so that a long one does not fill every thread with others that wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from shared.errors import Unavailable

PATIENCE_SECONDS = 10
"""How long a writer waits for those before it, in this process and in others, on either database."""
MOST_WAITING = 8
"""A web server has some forty threads; most of them must stay free for those who only read."""


def busy() -> Unavailable:
    return Unavailable("Somebody else is saving just now (a large import perhaps).", remedy="Try again in a moment.")


class Turns:
    """For one database. The database itself makes writers of several processes wait."""

    def __init__(self) -> None:
        self._writing = threading.Lock()
        self._places = threading.Semaphore(MOST_WAITING)

    @contextmanager
    def take(self, patience_seconds: float) -> Iterator[float]:
        """Gives the seconds of patience that are left. Raises Unavailable when it is over, or at once when enough wait already."""
        until = monotonic() + patience_seconds
        if not self._writing.acquire(blocking=False):
            self._wait(patience_seconds)
        try:
            yield max(until - monotonic(), 0)
        finally:
            self._writing.release()

    def _wait(self, patience_seconds: float) -> None:
        if not self._places.acquire(blocking=False):
            raise busy()
        try:
            if not self._writing.acquire(timeout=patience_seconds):
                raise busy()
        finally:
            self._places.release()
