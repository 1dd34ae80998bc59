"""A migration brings a database to the shape the code expects, or leaves it as it was."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import MetaData, text

from shared.errors import Unavailable
from shared.storage.database import Database
from shared.storage.migrations import migrate
from shared.storage.schema import include_shared
from shared.testing.schema import differences

Revision = Callable[[str, str], None]


def copies(database: Database) -> list[str]:
    return sorted(copy.name for copy in database.path.parent.glob("*.before-*"))


def test_a_new_database_gets_every_revision_and_no_copy(empty: Database, folder: Path) -> None:
    assert migrate(empty, folder) == ["0001"]
    assert copies(empty) == []


def test_migrating_again_does_nothing(database: Database, folder: Path) -> None:
    assert migrate(database, folder) == []


def test_the_tables_made_are_the_tables_declared(database: Database) -> None:
    declared = MetaData()
    include_shared(declared)
    assert differences(database, declared) == []


def test_a_table_that_is_declared_but_not_made_is_told(database: Database) -> None:
    assert "remove_table" in " ".join(differences(database, MetaData()))


def test_a_copy_from_before_is_kept_with_what_was_only_in_the_wal(database: Database, folder: Path, revise: Revision) -> None:
    with database.write() as connection:
        connection.execute(text("insert into positions values ('search', '/directory', 7, 'e7')"))
    revise("0002", 'op.add_column("positions", sa.Column("note", sa.Text()))')
    assert migrate(database, folder) == ["0002"]
    assert copies(database) == ["directory.before-0002.sqlite"]
    with closing(connect(database.path.with_name("directory.before-0002.sqlite"))) as copy:
        assert copy.execute("select * from positions").fetchall() == [("search", "/directory", 7, "e7")]


def test_only_the_last_three_copies_are_kept(database: Database, folder: Path, revise: Revision) -> None:
    for number in range(2, 7):
        revise(f"{number:04}", f'op.create_table("extra{number}", sa.Column("id", sa.Text(), primary_key=True))')
        migrate(database, folder)
    assert copies(database) == [f"directory.before-{number:04}.sqlite" for number in (4, 5, 6)]


def test_without_a_copy_nothing_is_migrated(database: Database, folder: Path, revise: Revision) -> None:
    revise("0002", 'op.add_column("positions", sa.Column("note", sa.Text()))')
    in_the_way = database.path.with_name("directory.before-0002.sqlite.unfinished")
    in_the_way.mkdir()
    with pytest.raises(Unavailable, match="No copy"):
        migrate(database, folder)
    in_the_way.rmdir()
    assert migrate(database, folder) == ["0002"]


def test_a_migration_that_fails_half_way_changes_nothing(database: Database, folder: Path, revise: Revision) -> None:
    revise("0002", 'op.create_table("half", sa.Column("id", sa.Text())); raise RuntimeError("half way")')
    with pytest.raises(RuntimeError):
        migrate(database, folder)
    with database.read() as connection:
        tables = connection.execute(text("select name from sqlite_master where name = 'half'")).all()
        version = connection.execute(text("select version_num from alembic_version")).scalar_one()
    assert (tables, version) == ([], "0001")


def test_a_table_others_refer_to_can_be_rebuilt(database: Database, folder: Path, revise: Revision) -> None:
    revise(
        "0002", 'op.execute("create table provider (id text primary key)"); op.execute("create table venue (p references provider(id))")'
    )
    migrate(database, folder)
    with database.write() as connection:
        connection.execute(text("insert into provider values ('a')"))
        connection.execute(text("insert into venue values ('a')"))
    revise("0003", 'with op.batch_alter_table("provider") as t: t.alter_column("id", nullable=False)')
    assert migrate(database, folder) == ["0003"]
    with database.read() as connection:
        assert connection.execute(text("select p from venue")).scalar_one() == "a"


def test_a_database_from_newer_code_says_what_to_do(database: Database, folder: Path, revise: Revision) -> None:
    revise("0002", "pass")
    migrate(database, folder)
    (folder / "0002_next.py").unlink()
    with pytest.raises(Unavailable) as refusal:
        migrate(database, folder)
    assert "newer version" in refusal.value.message
    assert "directory.before-0002.sqlite" in refusal.value.remedy
