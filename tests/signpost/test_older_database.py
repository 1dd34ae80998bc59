"""A database of an older version is brought up to date by whoever holds the data folder, and under nobody's feet."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from services.directory import wiring
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_database, open_directory
from shared.errors import Unavailable

NEXT = """
from alembic import op
revision, down_revision = "0999", "{before}"

def upgrade():
    op.execute("create table next (id text)")
"""


@pytest.fixture
def settings(tmp_path: Path) -> DirectorySettings:
    return DirectorySettings(data=tmp_path / "data")


@pytest.fixture
def running(settings: DirectorySettings) -> Iterator[None]:
    """Signpost runs on the folder, at the version before."""
    with closing(open_directory(settings)):
        yield


@pytest.fixture
def ended(settings: DirectorySettings) -> None:
    """Signpost ran on the folder, at the version before."""
    open_directory(settings).close()


@pytest.fixture
def upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on this is the next version."""
    folder = tmp_path / "next"
    shutil.copytree(wiring.MIGRATIONS, folder)
    before = max(each.stem.split("_")[0] for each in folder.glob("0*.py"))
    (folder / "0999_next.py").write_text(NEXT.format(before=before))
    monkeypatch.setattr(wiring, "MIGRATIONS", folder)


def tables(settings: DirectorySettings) -> set[str]:
    with closing(open_database(settings)) as database, database.read() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master")}


def test_under_a_running_server_no_command_and_no_second_start_migrates(settings: DirectorySettings, running: None, upgrade: None) -> None:
    with pytest.raises(Unavailable, match="older version") as refused:
        open_database(settings)
    assert "signpost run" in refused.value.remedy
    with pytest.raises(Unavailable, match="Another Signpost"):
        open_directory(settings)
    assert not list(settings.data.glob("*.before-*"))


def test_with_nobody_else_on_the_folder_a_command_migrates(settings: DirectorySettings, ended: None, upgrade: None) -> None:
    assert "next" in tables(settings)


def test_beside_a_running_server_of_the_same_version_a_command_opens_the_database(settings: DirectorySettings, running: None) -> None:
    assert "providers" in tables(settings)


def test_where_there_is_no_database_a_command_makes_it(settings: DirectorySettings) -> None:
    assert "providers" in tables(settings)
