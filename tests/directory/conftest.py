"""A directory furnished once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from services.directory.wiring import migrate_directory
from tests.databases import POSTGRES, FillTemplate, Ground, OnPostgres
from tests.directory.world import World, open_world

Furnished = tuple[Path, dict[str, str], str]
"""Folder, ids, and the template of the database where that is on PostgreSQL."""


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for every request of the suite."""
    with start_blocking_portal() as running:
        yield running


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal) -> Furnished:
    """A data folder made once; every test gets a copy of its own."""
    data = tmp_path_factory.mktemp("furnished") / "data"
    with open_world(data, portal) as world:
        return data, world.ids(), ""


@pytest.fixture(scope="session")
def furnished_on_postgres(tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal, fill_template: FillTemplate) -> Furnished:
    data, ids = tmp_path_factory.mktemp("furnished-on-postgres") / "data", dict[str, str]()

    def furnish(address: str) -> None:
        migrate_directory(address)
        with open_world(data, portal, address=address) as world:
            ids.update(world.ids())

    return data, ids, fill_template(furnish)


@pytest.fixture
def world(tmp_path: Path, portal: BlockingPortal, ground: Ground, request: pytest.FixtureRequest) -> Iterator[World]:
    data, ids, template = request.getfixturevalue("furnished_on_postgres" if ground.kind == POSTGRES else "furnished")
    shutil.copytree(data, tmp_path / "data")
    address = ground.copy_of(template) if isinstance(ground, OnPostgres) else None
    with open_world(tmp_path / "data", portal, ids, address) as opened:
        yield opened
