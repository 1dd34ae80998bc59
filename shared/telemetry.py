"""The trace a request or an event belongs to, carried beside the call so that no signature needs it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current_traceparent() -> str | None:
    """The `traceparent` in force (W3C Trace Context, level 1), or None outside any trace."""
    return _current.get()


def set_traceparent(value: str | None) -> None:
    """Take over a `traceparent`. What is not well formed counts as absent, as W3C Trace Context asks."""
    _current.set(value if value and _TRACEPARENT.fullmatch(value) else None)


@contextmanager
def traced(value: str | None) -> Iterator[None]:
    """The same for the length of a block; what was in force before comes back."""
    before = _current.get()
    set_traceparent(value)
    try:
        yield
    finally:
        _current.set(before)
