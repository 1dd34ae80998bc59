"""Waiting for the log to grow, for any number of callers at the price of one: no thread each, and one look for all of them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from shared.errors import Unavailable
from shared.web.threads import read

LOOK_EVERY_SECONDS = 0.25
"""What another process wrote is noticed by then; what this one wrote, at once (`wake`)."""


class News:
    """Nothing runs while nobody waits. `wake` and `close` may be called from any thread, the rest from the loop that serves."""

    def __init__(self, newest: Callable[[], int]) -> None:
        self._newest = newest
        self._seen, self._waiting, self.closing = 0, 0, False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    async def beyond(self, position: int, seconds: float) -> bool:
        """True as soon as the log has an event behind this position; False when it had none in time, or all is closing."""
        self._join()
        try:
            async with asyncio.timeout(seconds):
                while self._seen <= position and not self.closing:
                    await self._turn.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting -= 1
        return self._seen > position

    def wake(self) -> None:
        """Something was committed: look now."""
        if self._waiting and self._loop:
            with suppress(RuntimeError):  # the loop has just ended, and whoever waited with it
                self._loop.call_soon_threadsafe(self._hint.set)

    def close(self) -> None:
        """Everybody who waits is let go, and nobody waits any more."""
        self.closing = True
        self.wake()

    def _join(self) -> None:
        self._waiting += 1
        loop = asyncio.get_running_loop()
        if self._task is None or self._task.done() or self._loop is not loop:
            self._loop, self._turn, self._hint = loop, asyncio.Event(), asyncio.Event()
            self._task = loop.create_task(self._watch())

    async def _watch(self) -> None:
        while self._waiting and not self.closing:
            await self._look()
            try:
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self._hint.wait()
            except TimeoutError:
                continue
            self._hint.clear()
        self._next_turn()

    async def _look(self) -> None:
        try:
            newest = await read(self._newest)
        except Unavailable:  # whoever waits goes on waiting; their own reading says what is wrong
            return
        if newest != self._seen:
            self._seen = newest
            self._next_turn()

    def _next_turn(self) -> None:
        self._turn.set()
        self._turn = asyncio.Event()
