"""Reporting's unit of work and its look: the shared ones with reporting's stores."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Connection, func, select

from services.reporting.adapters.event_store import EventStore
from services.reporting.adapters.partner_store import PartnerStore
from services.reporting.adapters.projection_rows import ProjectionRows
from services.reporting.adapters.supply_counts import SupplyCounts
from services.reporting.domain.projection import Projection
from services.reporting.use_cases.keep_events import keep_events
from services.reporting.use_cases.ports import Heard
from shared.permissions import Actor
from shared.storage.schema import parked, retries
from shared.storage.work import Work, Works

R = TypeVar("R")


class Stores:
    connection: Connection

    @cached_property
    def events(self) -> EventStore:
        return EventStore(self.connection)

    @cached_property
    def supply(self) -> SupplyCounts:
        return SupplyCounts(self.connection)

    @cached_property
    def partners(self) -> PartnerStore:
        return PartnerStore(self.connection)

    def set_aside(self, consumer: str) -> int:
        waits = parked.c.redriven_at.is_(None) & parked.c.dropped_at.is_(None)
        tried = select(func.count()).where(retries.c.consumer == consumer)
        given_up = select(func.count()).where(parked.c.consumer == consumer, waits)
        return int(self.connection.execute(select(tried.scalar_subquery() + given_up.scalar_subquery())).scalar_one())

    def rows(self, projection: Projection[R]) -> ProjectionRows[R]:
        return ProjectionRows(self.connection, projection)


@dataclass
class ReportingWork(Work, Stores):
    """To change things."""

    heard: list[Heard] = field(default_factory=list)


@dataclass
class ReportingLook(Stores):
    """To read things."""

    connection: Connection


class ReportingWorks(Works[ReportingWork]):
    """`on_append` is called after a commit that brought events: a hint to look now for who reads the store, never relied on."""

    on_append: Callable[[], None] | None = None

    @contextmanager
    def begin(self, actor: Actor, purpose: str, authorities: frozenset[str] | None = None) -> Iterator[ReportingWork]:
        """What was heard is kept before the commit, in the same transaction as the note that it was."""
        with super().begin(actor, purpose, authorities) as work:
            yield work
            keep_events(work, work.heard)
        if work.heard and self.on_append:
            self.on_append()

    @contextmanager
    def look(self) -> Iterator[ReportingLook]:
        with self.read() as connection:
            yield ReportingLook(connection)
