"""A directory furnished once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.directory.world import World, open_world

Furnished = tuple[Path, dict[str, str]]


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
        return data, world.ids()


@pytest.fixture
def world(tmp_path: Path, portal: BlockingPortal, furnished: Furnished) -> Iterator[World]:
    data, ids = furnished
    shutil.copytree(data, tmp_path / "data")
    with open_world(tmp_path / "data", portal, ids) as opened:
        yield opened
