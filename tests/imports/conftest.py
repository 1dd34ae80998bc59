"""Workbooks and a directory to import into."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal

from services.directory.adapters.spreadsheets.reading import SpreadsheetFiles
from services.directory.adapters.works import DirectoryWorks
from services.directory.domain.listings import ClassListing, Venue
from services.directory.domain.spreadsheet.plan import ImportPlan, ImportReport, ImportTarget, UndoReport
from services.directory.settings import DirectorySettings
from services.directory.use_cases.import_spreadsheet import import_spreadsheet
from services.directory.use_cases.preview_import import preview_import
from services.directory.use_cases.register_provider import register_provider
from services.directory.use_cases.undo_import import undo_import
from services.directory.wiring import migrate_directory, open_database, open_works
from shared.clock import SetClock
from shared.contracts.directory import ProviderDetails
from shared.geo import Gazetteer
from shared.ids import SeededIds
from shared.permissions import Actor, Role
from shared.storage.database import Database
from tests.databases import FillTemplate, Ground, OnPostgres
from tests.directory.world import World as Http
from tests.directory.world import open_world, rows_of_all_tables
from tests.imports.files import COURSE_HEADER, HAREHILLS, ROUNDHAY, VENUE_HEADER, Value, as_csv

LEEDS = "E08000035"
WORKER = Actor("worker", "Dina Malik", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({LEEDS}))


class KnownPostcodes(Gazetteer):
    """As after loading the national file: one postcode of Leeds is known not to exist."""

    def exists(self, postcode: str) -> bool | None:
        return False if postcode == "LS99 9ZZ" else None


@dataclass
class World:
    """A directory on an empty database, and the doors a person uses."""

    works: DirectoryWorks
    database: Database
    clock: SetClock
    places: Gazetteer

    def preview(self, file: bytes | Path, into: ImportTarget = ImportTarget(LEEDS), actor: Actor = WORKER) -> ImportPlan:
        return preview_import(self.works, self.places, SpreadsheetFiles(), actor, file, into)

    def bring(self, file: bytes | Path, into: ImportTarget = ImportTarget(LEEDS), actor: Actor = WORKER, **more: Any) -> ImportReport:
        return import_spreadsheet(self.works, self.places, SpreadsheetFiles(), actor, file, "classes of autumn.xlsx", into, **more)

    def undo(self, import_id: str | None, actor: Actor = WORKER) -> UndoReport:
        assert import_id
        return undo_import(self.works, self.places, actor, import_id)

    def venues(self) -> list[Venue]:
        with self.works.look() as stores:
            return sorted(stores.venues.page(None, 1000), key=lambda venue: venue.details.name)

    def venue(self, name: str) -> Venue:
        return next(venue for venue in self.venues() if venue.details.name == name)

    def classes(self) -> list[ClassListing]:
        with self.works.look() as stores:
            return sorted((each for each in stores.classes.page(None, 1000) if not each.withdrawn), key=lambda each: each.details.name)

    def content(self) -> dict[str, list[Any]]:
        """Every row of every table: equal when nothing at all was written."""
        return rows_of_all_tables(self.database)

    def provider(self, name: str = "Harehills College", authority: str = LEEDS) -> ImportTarget:
        """Registers a provider; what to import its courses into."""
        made = register_provider(self.works, WORKER, ProviderDetails(name=name, authority=authority))
        return ImportTarget(authority, made.id)


def venues(*rows: tuple[Value, ...]) -> bytes:
    return as_csv([VENUE_HEADER, *rows])


def courses(*rows: tuple[Value, ...]) -> bytes:
    return as_csv([COURSE_HEADER, *rows])


@pytest.fixture(scope="session")
def empty_on_postgres(fill_template: FillTemplate) -> str:
    """The template of a directory's database."""
    return fill_template(migrate_directory)


@pytest.fixture
def world(tmp_path: Path, ground: Ground, request: pytest.FixtureRequest) -> Iterator[World]:
    address = ground.copy_of(request.getfixturevalue("empty_on_postgres")) if isinstance(ground, OnPostgres) else None
    database = open_database(DirectorySettings(data=tmp_path, database_address=address))
    clock = SetClock(datetime(2026, 8, 20, 9, 0, tzinfo=UTC))
    yield World(open_works(database, clock, SeededIds(1)), database, clock, KnownPostcodes())
    database.close()


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Http]:
    """The directory's API, with the people of tests/directory."""
    with start_blocking_portal() as portal, open_world(tmp_path / "http", portal) as opened:
        yield opened


@pytest.fixture
def college(world: World) -> ImportTarget:
    """A provider with two venues brought in before."""
    into = world.provider()
    world.bring(venues(ROUNDHAY, HAREHILLS), into)
    return into
