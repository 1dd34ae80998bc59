"""What the tests of the feed share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.reporting.wiring import migrate_reporting_at
from shared.clock import SetClock
from tests.databases import FillTemplate, Ground, OnPostgres

from .world import NOW, World


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture(scope="session")
def migrated(fill_template: FillTemplate) -> str:
    """A database of reporting on the server, to be copied."""

    def fill(address: str) -> None:
        migrate_reporting_at(address)

    return fill_template(fill)


@pytest.fixture
def address(ground: Ground, request: pytest.FixtureRequest) -> str | None:
    """Of reporting's database on the server; None on SQLite, where it is made in the folder."""
    return ground.copy_of(request.getfixturevalue("migrated")) if isinstance(ground, OnPostgres) else None


@pytest.fixture
def world(tmp_path: Path, clock: SetClock, address: str | None) -> Iterator[World]:
    opened = World(tmp_path, clock, address)
    yield opened
    opened.stop()


@pytest.fixture
def secret(world: World) -> str:
    """Of a partner who may hear everything of Leeds and Bradford."""
    return world.partner("libraries")
