"""Threads for what visitors read. Those that routes share may all be taken, by writers that wait for a large import."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

AT_ONCE = 4
"""Such reads take milliseconds of a processor each; more at once would make each slower and none sooner."""
T = TypeVar("T")
_readers: RunVar[CapacityLimiter] = RunVar("_readers")


async def read(call: Callable[[], T]) -> T:
    """Run in one of them what neither writes nor waits for a writer."""
    try:
        limiter = _readers.get()
    except LookupError:
        limiter = CapacityLimiter(AT_ONCE)
        _readers.set(limiter)
    return await to_thread.run_sync(call, limiter=limiter)
