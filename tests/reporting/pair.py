"""A directory and a reporting service beside it, each on a database of its own, with the delivery between them run by hand."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services.directory import wiring as directory_wiring
from services.directory.adapters.works import DirectoryWorks
from services.directory.settings import DirectorySettings
from services.directory.use_cases.add_venue import add_venue
from services.directory.use_cases.publish_class import publish_class
from services.directory.use_cases.register_provider import register_provider
from services.reporting.entrypoints.local_delivery import reporting_delivery
from services.reporting.entrypoints.supply_answers import supply_answer
from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.show_supply import show_supply
from services.reporting.wiring import Reporting, migrate_reporting_at, open_reporting
from shared.clock import SetClock
from shared.contracts.directory import ClassDetails, ProviderDetails, VenueDetails
from shared.contracts.provision import Format
from shared.geo import Gazetteer, PostcodeTable
from shared.ids import SeededIds
from shared.messaging.log import EventLog
from shared.permissions import Actor, Role
from shared.storage.database import Database
from tests.databases import SQLITE, Ground
from tests.reporting.plain_count import Count, shown_count

LEEDS, BRADFORD = "E08000035", "E08000032"
MORNING = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
OPERATOR = Actor("olu", "Olu Adeyemi", frozenset({Role.OPERATOR}), authorities=frozenset({LEEDS, BRADFORD}))
Template = Path


@dataclass
class Pair:
    database: Database
    directory: DirectoryWorks
    reporting: Reporting
    places: Gazetteer
    clock: SetClock
    providers: list[str] = field(default_factory=list)
    venues: list[str] = field(default_factory=list)

    @property
    def log(self) -> EventLog:
        return EventLog(self.database)

    def deliver(self, batches: int | None = None) -> None:
        """All that was said, or some batches of it."""
        delivery = reporting_delivery(self.reporting, "directory", self.log)
        if batches is None:
            delivery.run_until_idle()
        for _ in range(batches or 0):
            delivery.run_once()

    def publish(self, **more: Any) -> str:
        right: dict[str, Any] = {"name": "ESOL class", "provider_id": self.providers[0], "venue_id": self.venues[0], "levels": ("entry-2",)}
        return publish_class(self.directory, OPERATOR, ClassDetails.model_validate({**right, **more})).id

    def shown(self, taught: Format | None = None) -> Count:
        shown = show_supply(self.reporting.works, self.clock, self.reporting.on_the_way, taught)
        return shown_count(supply_answer(shown).model_dump())


def make_template(folder: Path) -> Template:
    """Two providers and two venues, one of each in either authority; nothing is delivered yet."""
    with _opened(folder, SeededIds(1)) as pair:
        _furnish(pair)
    return folder


@contextmanager
def open_pair(template: Template, folder: Path) -> Iterator[Pair]:
    shutil.copytree(template, folder, dirs_exist_ok=True)
    with _opened(folder, SeededIds(2)) as pair:
        _look_around(pair)
        yield pair


@contextmanager
def open_pair_on(ground: Ground, template: Template, folder: Path) -> Iterator[Pair]:
    """On the database the test is run with."""
    if ground.kind == SQLITE:
        with open_pair(template, folder) as pair:
            yield pair
        return
    addresses = str(ground.new(folder)), str(ground.new(folder))
    directory_wiring.migrate_directory(addresses[0])
    migrate_reporting_at(addresses[1])
    with _opened(folder, SeededIds(3), *addresses) as pair:
        _furnish(pair)
        _look_around(pair)
        yield pair


@contextmanager
def _opened(folder: Path, ids: SeededIds, directory: str | None = None, reporting: str | None = None) -> Iterator[Pair]:
    clock = SetClock(MORNING)
    database = directory_wiring.open_database(DirectorySettings(data=folder, database_address=directory))
    works = directory_wiring.open_works(database, clock, ids)
    hears = open_reporting(ReportingSettings(data=folder, database_address=reporting), clock)
    yield Pair(database, works, hears, Gazetteer(PostcodeTable(folder)), clock)
    hears.close()
    database.close()


def _furnish(pair: Pair) -> None:
    for name, authority in (("Northgate", LEEDS), ("Westfield", BRADFORD)):
        register_provider(pair.directory, OPERATOR, ProviderDetails(name=f"{name} College", authority=authority))
        add_venue(pair.directory, pair.places, OPERATOR, VenueDetails(name=f"{name} Centre", authority=authority), None)


def _look_around(pair: Pair) -> None:
    with pair.directory.look() as stores:
        pair.providers = [each.id for each in stores.providers.page(None, 10)]
        pair.venues = [each.id for each in stores.venues.page(None, 10)]
