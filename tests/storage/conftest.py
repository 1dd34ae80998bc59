"""What the tests of storage share."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.clock import SetClock
from shared.ids import SeededIds
from shared.storage.database import Database
from shared.storage.migrations import migrate
from shared.storage.work import Work, Works
from tests.databases import Ground

FIRST = """
from alembic import op
from shared.storage.schema import create_shared_v3

revision, down_revision = "0001", None

def upgrade() -> None:
    create_shared_v3(op)
"""
Revision = Callable[[str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A service's migrations, with only the first."""
    made = tmp_path / "migrations 100%"
    made.mkdir()
    (made / "0001_first.py").write_text(FIRST)
    return made


@pytest.fixture
def revise(folder: Path) -> Revision:
    def write(number: str, body: str) -> None:
        before = f"{int(number) - 1:04}"
        names = f'from alembic import op\nimport sqlalchemy as sa\nrevision, down_revision = "{number}", "{before}"'
        text = f"{names}\n\ndef upgrade():\n    {body}\n"
        (folder / f"{number}_next.py").write_text(text)

    return write


@pytest.fixture
def address(tmp_path: Path, ground: Ground) -> Path | str:
    return ground.new(tmp_path / "100% ours?" / "directory.sqlite")


@pytest.fixture
def empty(address: Path | str) -> Iterator[Database]:
    database = Database(address)
    yield database
    database.close()


@pytest.fixture
def database(empty: Database, folder: Path) -> Database:
    migrate(empty, folder)
    return empty


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 9, 1, 9, 30, tzinfo=UTC))


@pytest.fixture
def works(database: Database, clock: SetClock) -> Works[Work]:
    return Works(database, clock, SeededIds(1), source="/directory", build=Work)
