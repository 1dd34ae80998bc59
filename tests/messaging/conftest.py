"""What the tests of events share."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.clock import SetClock

from .beds import SqlBed


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 9, 1, 9, 30, tzinfo=UTC))


@pytest.fixture
def bed(tmp_path: Path, clock: SetClock) -> SqlBed:
    return SqlBed(tmp_path / "directory.sqlite", tmp_path / "reporting.sqlite", clock)
