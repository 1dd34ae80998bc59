"""What a producer said, as others may read it: from its database, or from its service over HTTP."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.contracts.event import Event
from shared.messaging.inbox import Reached


@dataclass(frozen=True)
class Head:
    """An event without what it says: enough to ask an inbox whether it had it."""

    position: int
    id: str
    type: str
    subject: str
    sequence: int
    time: datetime


class EventSource(Protocol):
    """One producer's log. `EventLog` reads it in its database, `HttpLog` over the network; both may raise Unavailable."""

    def end(self) -> Reached:
        """The last event that has a position."""
        ...

    def heads(self, after: int, limit: int) -> Sequence[Head]:
        """The next events behind a position, oldest first. Those that had no position yet get theirs."""
        ...

    def after(self, position: int, limit: int, types: Collection[str] | None = None) -> Sequence[tuple[int, Event]]:
        """The same, whole, each with its position; of these types, or of all."""
        ...
