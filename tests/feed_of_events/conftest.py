"""What the tests of the feed share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.clock import SetClock

from .world import NOW, World


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def world(tmp_path: Path, clock: SetClock) -> Iterator[World]:
    opened = World(tmp_path, clock)
    yield opened
    opened.stop()


@pytest.fixture
def secret(world: World) -> str:
    """Of a partner who may hear everything of Leeds and Bradford."""
    return world.partner("libraries")
