"""The directory's unit of work and its look: the shared ones with the directory's stores."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, func, select

from services.directory.adapters.ages_store import AgesStore
from services.directory.adapters.ask_store import AskStore, VerificationStore
from services.directory.adapters.feed_store import FeedStore
from services.directory.adapters.import_store import ImportStore
from services.directory.adapters.import_tables import imports
from services.directory.adapters.month_store import MonthStore
from services.directory.adapters.stores import ClassStore, ProviderStore, VenueStore
from shared.storage.history import history_of
from shared.storage.port import HistoryEntry
from shared.storage.schema import outbox
from shared.storage.work import Work, Works

_IMPORTS = tuple(select(func.count(column)).scalar_subquery() for column in (imports.c.id, imports.c.undone_at))


class Stores:
    connection: Connection

    @cached_property
    def providers(self) -> ProviderStore:
        return ProviderStore(self.connection)

    @cached_property
    def venues(self) -> VenueStore:
        return VenueStore(self.connection)

    @cached_property
    def classes(self) -> ClassStore:
        return ClassStore(self.connection)

    @cached_property
    def imports(self) -> ImportStore:
        return ImportStore(self.connection)

    @cached_property
    def feeds(self) -> FeedStore:
        return FeedStore(self.connection)

    @cached_property
    def ages(self) -> AgesStore:
        return AgesStore(self.connection)

    @cached_property
    def asks(self) -> AskStore:
        return AskStore(self.connection)

    @cached_property
    def verifications(self) -> VerificationStore:
        return VerificationStore(self.connection)

    @cached_property
    def months(self) -> MonthStore:
        return MonthStore(self.connection)

    def mark(self) -> str:
        said = select(func.coalesce(func.max(outbox.c.row), 0), *_IMPORTS)
        return " ".join(map(str, self.connection.execute(said).one()))

    def history(self, kind: str, id: str, *, limit: int, before: int | None) -> list[HistoryEntry]:
        return history_of(self.connection, kind, id, limit=limit, before=before)


class DirectoryWork(Work, Stores):
    """To change things."""


@dataclass
class DirectoryLook(Stores):
    """To read things."""

    connection: Connection


class DirectoryWorks(Works[DirectoryWork]):
    @contextmanager
    def look(self) -> Iterator[DirectoryLook]:
        with self.read() as connection:
            yield DirectoryLook(connection)
