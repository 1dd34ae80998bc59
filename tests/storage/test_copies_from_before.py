"""A migration of a SQLite file keeps a copy from before."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import text

from shared.errors import Unavailable
from shared.storage.database import Database
from shared.storage.migrations import migrate

Revision = Callable[[str, str], None]


def file_of(database: Database) -> Path:
    assert database.path
    return database.path


def copies(database: Database) -> list[str]:
    return sorted(copy.name for copy in file_of(database).parent.glob("*.before-*"))


def test_a_new_database_has_nothing_to_keep_a_copy_of(database: Database) -> None:
    assert copies(database) == []


def test_a_copy_from_before_is_kept_with_what_was_only_in_the_wal(database: Database, folder: Path, revise: Revision) -> None:
    with database.write() as connection:
        connection.execute(text("insert into positions values ('search', '/directory', 7, 'e7')"))
    revise("0002", 'op.add_column("positions", sa.Column("note", sa.Text()))')
    assert migrate(database, folder) == ["0002"]
    assert copies(database) == ["directory.before-0002.sqlite"]
    with closing(connect(file_of(database).with_name("directory.before-0002.sqlite"))) as copy:
        assert copy.execute("select * from positions").fetchall() == [("search", "/directory", 7, "e7")]


def test_only_the_last_three_copies_are_kept(database: Database, folder: Path, revise: Revision) -> None:
    for number in range(2, 7):
        revise(f"{number:04}", f'op.create_table("extra{number}", sa.Column("id", sa.Text(), primary_key=True))')
        migrate(database, folder)
    assert copies(database) == [f"directory.before-{number:04}.sqlite" for number in (4, 5, 6)]


def test_without_a_copy_nothing_is_migrated(database: Database, folder: Path, revise: Revision) -> None:
    revise("0002", 'op.add_column("positions", sa.Column("note", sa.Text()))')
    in_the_way = file_of(database).with_name("directory.before-0002.sqlite.unfinished")
    in_the_way.mkdir()
    with pytest.raises(Unavailable, match="No copy"):
        migrate(database, folder)
    in_the_way.rmdir()
    assert migrate(database, folder) == ["0002"]


def test_a_database_from_newer_code_says_what_to_do(database: Database, folder: Path, revise: Revision) -> None:
    revise("0002", "pass")
    migrate(database, folder)
    (folder / "0002_next.py").unlink()
    with pytest.raises(Unavailable) as refusal:
        migrate(database, folder)
    assert "newer version" in refusal.value.message
    assert "directory.before-0002.sqlite" in refusal.value.remedy
