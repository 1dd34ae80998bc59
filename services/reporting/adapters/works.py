"""Reporting's unit of work and its look: the shared ones with reporting's stores."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Connection

from services.reporting.adapters.event_store import EventStore
from services.reporting.adapters.partner_store import PartnerStore
from services.reporting.adapters.projection_rows import ProjectionRows
from services.reporting.domain.projection import Projection
from shared.storage.work import Work, Works

R = TypeVar("R")


class Stores:
    connection: Connection

    @cached_property
    def events(self) -> EventStore:
        return EventStore(self.connection)

    @cached_property
    def partners(self) -> PartnerStore:
        return PartnerStore(self.connection)

    def rows(self, projection: Projection[R]) -> ProjectionRows[R]:
        return ProjectionRows(self.connection, projection)


class ReportingWork(Work, Stores):
    """To change things."""


@dataclass
class ReportingLook(Stores):
    """To read things."""

    connection: Connection


class ReportingWorks(Works[ReportingWork]):
    @contextmanager
    def look(self) -> Iterator[ReportingLook]:
        with self.read() as connection:
            yield ReportingLook(connection)
