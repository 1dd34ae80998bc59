"""An empty directory of Leeds, and a feed to take in."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.directory.adapters.feeds.http_feed import HttpFeed
from services.directory.domain.feeds.followed import FeedItem, FollowedFeed
from services.directory.domain.feeds.report import FeedReport, FeedRow
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.domain.spreadsheet.plan import ImportRecord, ImportTarget
from services.directory.settings import DirectorySettings
from services.directory.use_cases.import_feed import FeedChoices, import_feed
from services.directory.use_cases.update_class import update_class
from services.directory.wiring import open_database, open_places, open_works
from shared.clock import SetClock
from shared.geo import Gazetteer
from shared.ids import SeededIds
from shared.permissions import Actor, Role
from shared.storage.database import Database
from tests.feeds.server import FeedServer, running

LEEDS = "E08000035"
WORKER = Actor("worker", "Dina Malik", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({LEEDS}))


@dataclass
class World:
    """A directory on a database of its own, and the feed it follows. `pauses`: how long the client would have waited before each retry."""

    database: Database
    clock: SetClock
    places: Gazetteer
    server: FeedServer
    pauses: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.works = open_works(self.database, self.clock, SeededIds(1))

    def take(self, *, actor: Actor = WORKER, authority: str = LEEDS, **choices: Any) -> FeedReport:
        feed = HttpFeed(self.server.url, allow_private=True, pause=self.pauses.append)
        try:
            return import_feed(self.works, self.places, feed, actor, ImportTarget(authority), FeedChoices(**choices))
        finally:
            feed.close()

    def classes(self) -> list[ClassListing]:
        """Those that are offered, by name."""
        return [each for each in self.every_class() if not each.withdrawn]

    def every_class(self) -> list[ClassListing]:
        with self.works.look() as stores:
            return sorted(stores.classes.page(None, 10_000), key=lambda each: each.details.name)

    def lesson(self, name: str) -> ClassListing:
        return next(each for each in self.every_class() if each.details.name == name)

    def venues(self) -> list[Venue]:
        with self.works.look() as stores:
            return sorted(stores.venues.page(None, 10_000), key=lambda each: each.details.name)

    def providers(self) -> list[Provider]:
        with self.works.look() as stores:
            return sorted(stores.providers.page(None, 10_000), key=lambda each: each.details.name)

    def imports(self) -> list[ImportRecord]:
        with self.works.look() as stores:
            return stores.imports.page(100, LEEDS)

    def followed(self) -> FollowedFeed:
        with self.works.look() as stores:
            found = stores.feeds.find(self.server.url, LEEDS)
        assert found
        return found

    def items(self, kind: str) -> dict[str, FeedItem]:
        with self.works.look() as stores:
            return {item.key: item for item in stores.feeds.items(self.followed().id, kind)}

    def correct(self, name: str, **changes: Any) -> ClassListing:
        """As staff mend a class by hand."""
        before = self.lesson(name)
        return update_class(self.works, WORKER, before.id, before.details.model_copy(update=changes))

    def said(self) -> dict[str, list[Any]]:
        """Everything that people and other services see: equal when nothing was changed, told or noted."""
        tables = ("providers", "venues", "classes", "outbox", "history", "imports", "import_rows", "external_references")
        with self.database.read() as connection:
            return {table: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")] for table in tables}  # noqa: S608

    def everything(self) -> dict[str, list[Any]]:
        """And what is remembered of feeds."""
        with self.database.read() as connection:
            feeds = {table: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")] for table in FEED_TABLES}  # noqa: S608
        return self.said() | feeds


FEED_TABLES = ("feeds", "feed_items", "feed_pages")


def row(report: FeedReport, name: str, kind: str = "class") -> FeedRow:
    return next(each for each in report.rows if (each.name, each.kind) == (name, kind))


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with running() as feed:
        yield feed


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a directory that holds nothing, made once."""
    settings = DirectorySettings(data=tmp_path_factory.mktemp("empty"))
    open_database(settings).close()
    return settings.file


@pytest.fixture
def world(tmp_path: Path, server: FeedServer, empty: Path) -> Iterator[World]:
    settings = DirectorySettings(data=tmp_path)
    shutil.copy(empty, settings.file)
    database = open_database(settings)
    yield World(database, SetClock(datetime(2026, 8, 20, 9, 0, tzinfo=UTC)), open_places(settings), server)
    database.close()
