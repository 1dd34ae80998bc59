"""How a green thread waits for PostgreSQL: psycopg's own ways stop every other one, or go round eventlet's loop for each of its questions.

Most of what psycopg asks ("may I write?", "is there more?") can be answered at once; only a real wait lets the others work.
"""

from collections.abc import Generator
from typing import Any

import eventlet
from psycopg import waiting

_real, _green = eventlet.patcher.original("select"), eventlet.import_patched("select")
READ, WRITE = 1, 2
"""As psycopg's Wait and Ready have them."""


def wait_greenly() -> None:
    """From now on, in this process: whether or not psycopg was imported before."""
    waiting.__dict__["wait"] = wait


def wait(steps: Generator[Any, Any, Any], fileno: int, interval: float = 0.0, timeout: float | None = None) -> Any:
    """What psycopg calls with the steps of an operation; returns its result. `interval`: seconds after which it is asked again anyway."""
    if timeout is not None:  # nothing of ours asks for one
        return waiting.wait_selector(steps, fileno, interval, timeout)
    try:
        wanted = next(steps)
        while True:
            ready = _ready(fileno, wanted) or _wait(fileno, wanted, interval)
            answer = steps.send(ready)
            wanted = answer if ready else wanted
    except StopIteration as done:
        return done.value


def _ready(fileno: int, wanted: int) -> int:
    look = _real.poll()
    look.register(fileno, (_real.POLLIN if wanted & READ else 0) | (_real.POLLOUT if wanted & WRITE else 0))
    return _found(bool(events & ~_real.POLLOUT), bool(events & _real.POLLOUT)) if (events := dict(look.poll(0)).get(fileno, 0)) else 0


def _wait(fileno: int, wanted: int, seconds: float) -> int:
    readable, writable, _ = _green.select([fileno] if wanted & READ else [], [fileno] if wanted & WRITE else [], [], seconds)
    return _found(bool(readable), bool(writable))


def _found(readable: bool, writable: bool) -> int:
    return (READ if readable else 0) | (WRITE if writable else 0)
