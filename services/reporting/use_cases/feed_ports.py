"""What the feed of events needs from outside: who may hear what, and the events in their one order."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.contracts.event import Event

SECRET_PREFIX = "partner_"  # noqa: S105  how one begins, not one
"""How every partner's secret begins, so that it is told from a signed token (and found where one was published by mistake)."""


@dataclass(frozen=True)
class Grant:
    """What one partner system may hear: events of these authorities (GSS codes) that are also of these types (whole names)."""

    partner: str
    authorities: frozenset[str]
    types: frozenset[str]


class Grants(Protocol):
    def of_secret(self, secret: str) -> Grant | None:
        """As it stands now: None for a secret nobody has, and from the moment its partner is removed or it is rotated out."""
        ...


@dataclass(frozen=True)
class Place:
    """A place in the log: behind the event that has this position and id. Place() is before the first."""

    position: int = 0
    event_id: str = ""


class FeedLook(Protocol):
    """The log at one moment."""

    def end(self) -> Place: ...

    def id_at(self, position: int) -> str | None:
        """Which event has this position; None when none has."""
        ...

    def begins(self, since: datetime) -> Place:
        """The place before the first event that was received at or after this moment."""
        ...

    def after(self, position: int, limit: int, types: Collection[str], authorities: Collection[str]) -> Sequence[tuple[int, Event]]:
        """The next events behind a position, oldest first, each with its own."""
        ...

    def newest_of(self, subjects: Collection[str]) -> Sequence[Event]:
        """Of each of these subjects the event with the highest sequence."""
        ...


FeedLog = Callable[[], AbstractContextManager[FeedLook]]
