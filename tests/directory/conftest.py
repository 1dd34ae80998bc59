from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.directory.world import World, open_world


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for every request of the suite."""
    with start_blocking_portal() as running:
        yield running


@pytest.fixture
def world(tmp_path: Path, portal: BlockingPortal) -> Iterator[World]:
    with open_world(tmp_path / "data", portal) as opened:
        yield opened
