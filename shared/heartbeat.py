"""A process without web pages says that its work goes on: its loop beats, and whoever watches sees how long ago."""

import time

_last: float | None = None


def beat() -> None:
    """Call it each time round the loop, busy or idle: at least every ten seconds."""
    global _last
    _last = time.monotonic()


def seconds_since_beat() -> float | None:
    """None: the loop has not begun."""
    return None if _last is None else time.monotonic() - _last
