"""`signpost doctor` finds what is wrong and says what to do."""

import fcntl
import socket
import sqlite3
from pathlib import Path

import pytest

from services.directory.adapters.search_embedded import EmbeddedSearch
from services.directory.adapters.search_embedded.index_files import WRITER_LOCK
from shared.storage.database import Database
from shared.storage.migrations import migrate
from signpost import doctor

REVISION = """
revision = {revision!r}
down_revision = {before!r}
def upgrade(): ...
"""


@pytest.fixture
def revisions(tmp_path: Path) -> Path:
    folder = tmp_path / "revisions"
    folder.mkdir()
    (folder / "0001.py").write_text(REVISION.format(revision="0001", before=None))
    (folder / "0002.py").write_text(REVISION.format(revision="0002", before="0001"))
    return folder


def database_at(path: Path, revision: str) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
    connection.commit()
    connection.close()
    return path


def test_before_the_first_start_nothing_in_the_data_folder_is_missed(tmp_path: Path, revisions: Path) -> None:
    data = tmp_path / "new/data"
    found = doctor.checks(data, 0, {data / "directory.sqlite": revisions}, data / "index")
    assert [check for check in found if not check.ok and check.name not in ("Front-end files", "Python packages")] == []
    assert not data.exists()


def test_every_problem_comes_with_a_remedy_and_nothing_else_does(tmp_path: Path, revisions: Path) -> None:
    broken = tmp_path / "directory.sqlite"
    broken.write_text("not a database at all, but long enough to be read as one" * 20)
    found = doctor.checks(tmp_path, 0, {broken: revisions}, tmp_path / "index")
    assert [check for check in found if bool(check.remedy) == check.ok] == []


def test_a_missing_and_a_different_package_are_named(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("pytest==0.0.1 \\\n    --hash=sha256:00\nno-such-package==1.0 \\\nfor-another-system==1 ; sys_platform == 'plan9' \\\n")
    check = doctor.packages(lock)
    assert not check.ok
    assert "pytest is " in check.found
    assert "no-such-package is missing" in check.found
    assert "for-another-system" not in check.found


def test_front_end_files_that_were_not_built_are_named(tmp_path: Path) -> None:
    check = doctor.front_end(tmp_path)
    assert (check.ok, check.remedy) == (False, "make set-up")
    assert "portal.css" in check.found


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert not doctor.data_folder(tmp_path / "data").ok


@pytest.mark.parametrize(("revision", "ok"), [("0002", True), ("0001", True), ("0099", False)])
def test_a_database_is_at_a_revision_this_code_knows(tmp_path: Path, revisions: Path, revision: str, ok: bool) -> None:
    check = doctor.database(database_at(tmp_path / "directory.sqlite", revision), revisions)
    assert check.ok == ok
    assert revision in check.found


def test_a_damaged_database_is_found_with_the_way_back(tmp_path: Path, revisions: Path) -> None:
    path = tmp_path / "directory.sqlite"
    path.write_text("this is a shopping list, not a database" * 30)
    check = doctor.database(path, revisions)
    assert not check.ok
    assert "directory.before-*.sqlite" in check.remedy


def test_a_search_index_opens_or_is_said_to_be_damaged(tmp_path: Path) -> None:
    assert "not there yet" in doctor.search_index(tmp_path).found
    EmbeddedSearch(tmp_path).close()
    assert doctor.search_index(tmp_path).ok
    for meta in tmp_path.glob("classes-*/meta.json"):
        meta.write_text("{}")
    assert not doctor.search_index(tmp_path).ok


def test_a_lock_file_left_behind_is_harmless_and_a_held_one_means_in_use(tmp_path: Path) -> None:
    lock = tmp_path / WRITER_LOCK
    lock.touch()
    assert doctor.index_lock(tmp_path).found.startswith("no")
    with lock.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert doctor.index_lock(tmp_path).found.startswith("yes")


def test_a_port_in_use_is_found() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        check = doctor.free_port(port)
    assert not check.ok
    assert f"--port {port + 1}" in check.remedy


def test_a_database_on_a_server_is_looked_at_there(postgres_database: str, revisions: Path) -> None:
    missing = doctor.database_on_server(postgres_database, revisions)
    assert (missing.ok, "0001, 0002 are missing" in missing.found, "signpost migrate" in missing.remedy) == (False, True, True)
    database = Database(postgres_database)
    migrate(database, revisions)
    database.close()
    good = doctor.database_on_server(postgres_database, revisions)
    assert (good.ok, "up to date" in good.found) == (True, True), good
    gone = doctor.database_on_server(f"{postgres_database}-of-yesterday", revisions)
    assert (gone.ok, "no such database" in gone.found) == (False, True)
