"""What the use cases need from the world. Adapters provide it."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from services.reporting.domain.projection import Key, Projection
from shared.contracts.event import Event
from shared.storage.port import BeginsWork, UnitOfWork

R = TypeVar("R")


class Events(Protocol):
    """The event store."""

    def append(self, said: Iterable[Event], received_at: datetime) -> list[Event]:
        """Keep these in this order; returns those that were new."""
        ...

    def after(
        self, position: int, limit: int, types: Collection[str] | None = None, authorities: Collection[str] | None = None
    ) -> list[tuple[int, Event]]:
        """The next events behind a position, oldest first, each with its own. None: of all types, of all authorities."""
        ...

    def end(self) -> int:
        """The position of the newest; 0 before the first."""
        ...

    def last_said(self) -> datetime | None:
        """When the newest that was kept was said; None before the first."""
        ...


class Rows(Protocol[R]):
    """The stored rows of one projection."""

    def get(self, key: Key) -> R | None: ...

    def put(self, rows: Iterable[R]) -> None:
        """New ones, and those whose key is there already in place of the old."""
        ...

    def every(self) -> Iterator[R]: ...

    def empty(self) -> None: ...


class Stores(Protocol):
    @property
    def events(self) -> Events: ...

    def rows(self, projection: Projection[R]) -> Rows[R]: ...


class ReportingWork(UnitOfWork, Stores, Protocol):
    """To change things."""


class Works(BeginsWork[ReportingWork], Protocol):
    def look(self) -> AbstractContextManager[Stores]:
        """One moment of everything, to read."""
        ...
