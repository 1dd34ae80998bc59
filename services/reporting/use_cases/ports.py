"""What the use cases need from the world. Adapters provide it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol, TypeVar

from services.reporting.domain.counting import Alike
from services.reporting.domain.projection import Key, Projection
from shared.contracts.event import Event, EventData
from shared.storage.port import BeginsWork, UnitOfWork

R = TypeVar("R")


class Events(Protocol):
    """The event store."""

    def append(self, said: Iterable[Event], received_at: datetime) -> list[Event]:
        """Keep these in this order; returns those that were new."""
        ...

    def newest_of(self, subjects: Collection[str]) -> Sequence[Event]:
        """Of each of these subjects the event with the highest sequence."""
        ...

    def after(
        self, position: int, limit: int, types: Collection[str] | None = None, authorities: Collection[str] | None = None
    ) -> list[tuple[int, Event]]:
        """The next events behind a position, oldest first, each with its own. None: of all types, of all authorities."""
        ...

    def end(self) -> int:
        """The position of the newest; 0 before the first."""
        ...

    def ids(self, source: str) -> list[str]:
        """Of everything one producer said."""
        ...

    def last_said(self) -> datetime | None:
        """When the newest that was kept was said; None before the first."""
        ...


class Rows(Protocol[R]):
    """The stored rows of one projection."""

    def some(self, keys: Collection[Key]) -> dict[Key, R]:
        """Those of these that are there."""
        ...

    def put(self, rows: Iterable[R]) -> None:
        """New ones, and those whose key is there already in place of the old."""
        ...

    def every(self) -> Iterator[R]: ...

    def empty(self) -> None: ...


class Supply(Protocol):
    """Counts of the rows of supply."""

    def on_offer(self, today: date, checked_since: datetime) -> list[Alike]:
        """Not withdrawn, not over, and said to be right since then."""
        ...

    def unchecked(self, today: date, checked_since: datetime) -> int:
        """Neither withdrawn nor over, but nobody has said for too long that they are right."""
        ...


class Stores(Protocol):
    @property
    def events(self) -> Events: ...

    @property
    def supply(self) -> Supply: ...

    def set_aside(self, consumer: str) -> int:
        """How many events it could not take: they are tried again, or wait for a person."""
        ...

    def rows(self, projection: Projection[R]) -> Rows[R]: ...


Heard = tuple[Event, EventData | None]
"""An event with its data as its contract reads it; None when no contract here names its type."""


class ReportingWork(UnitOfWork, Stores, Protocol):
    """To change things. What was `heard` is kept and counted when the unit of work ends."""

    @property
    def heard(self) -> list[Heard]: ...


OnTheWay = Callable[[], int | None]
"""How many events were said that have not come here yet; None where nobody here can know."""


class Works(BeginsWork[ReportingWork], Protocol):
    def look(self) -> AbstractContextManager[Stores]:
        """One moment of everything, to read."""
        ...
