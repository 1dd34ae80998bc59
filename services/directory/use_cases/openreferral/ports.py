"""What the feed needs from the world: rows to write as events come, and to read as crawlers ask."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from services.directory.domain.openreferral.entries import Entry
from services.directory.domain.openreferral.question import Question
from shared.contracts.directory import ClassShown, ProviderDetails, VenueDetails


class FeedRows(Protocol):
    """The writing half, inside its own transaction that also holds the position. An older sequence than the one held changes nothing."""

    def put_class(self, state: ClassShown, sequence: int) -> None: ...

    def put_provider(self, id: str, details: ProviderDetails, sequence: int) -> None: ...

    def put_venue(self, id: str, details: VenueDetails, sequence: int) -> None: ...


class FeedLook(Protocol):
    """The feed at one moment. `now` decides what has become inactive meanwhile."""

    def heard(self) -> str:
        """Names what it has heard and which code made its rows: the same text where nothing is different, without quotes and commas."""
        ...

    def last_turn(self, now: datetime) -> datetime | None:
        """When last something became inactive by age or by its last day; None when nothing has."""
        ...

    def count(self, question: Question, now: datetime) -> int: ...

    def page(self, question: Question, now: datetime, skipped: int, limit: int) -> Sequence[Entry]:
        """In order of id, which is the order of making."""
        ...

    def after(self, question: Question, now: datetime, id: str, limit: int) -> Sequence[Entry]:
        """The next behind a service's id in the feed; "" is before the first."""
        ...

    def service(self, id: str) -> Entry:
        """By its id in the feed. Raises NotFound."""
        ...

    def at_location(self, id: str) -> Entry:
        """By the id of the service at its location. Raises NotFound."""
        ...

    def has_organization(self, id: str) -> bool: ...


class Feed(Protocol):
    def look(self) -> AbstractContextManager[FeedLook]:
        """Raises Unavailable until it has heard everything that was said before it was opened."""
        ...
