"""Named points that work passes on its way, so that a trial can stop a process exactly there. Nothing listens in production."""

from collections.abc import Callable

_listener: Callable[[str], None] | None = None


def passing(point: str) -> None:
    """Say that this point is passed: `relay.after_publish`."""
    if _listener is not None:
        _listener(point)


def listen(listener: Callable[[str], None] | None) -> None:
    """Be told of every point passed in this process; None: no longer."""
    global _listener
    _listener = listener
