"""A migration brings a database to the shape the code expects, or leaves it as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect, text

from shared.storage.database import Database
from shared.storage.migrations import migrate
from shared.storage.schema import include_shared
from shared.testing.schema import differences

pytestmark = pytest.mark.both_databases
Revision = Callable[[str, str], None]


def test_a_new_database_gets_every_revision(empty: Database, folder: Path) -> None:
    assert migrate(empty, folder) == ["0001"]


def test_migrating_again_does_nothing(database: Database, folder: Path) -> None:
    assert migrate(database, folder) == []


def test_the_tables_made_are_the_tables_declared(database: Database) -> None:
    declared = MetaData()
    include_shared(declared)
    assert differences(database, declared) == []


def test_a_table_that_is_declared_but_not_made_is_told(database: Database) -> None:
    assert "remove_table" in " ".join(differences(database, MetaData()))


def test_a_migration_that_fails_half_way_changes_nothing(database: Database, folder: Path, revise: Revision) -> None:
    revise("0002", 'op.create_table("half", sa.Column("id", sa.Text())); raise RuntimeError("half way")')
    with pytest.raises(RuntimeError):
        migrate(database, folder)
    with database.read() as connection:
        assert not inspect(connection).has_table("half")
        assert connection.execute(text("select version_num from alembic_version")).scalar_one() == "0001"


def test_a_table_others_refer_to_can_be_rebuilt(database: Database, folder: Path, revise: Revision) -> None:
    revise(
        "0002",
        'op.execute("create table provider (id text primary key)"); op.execute("create table venue (p text references provider(id))")',
    )
    migrate(database, folder)
    with database.write() as connection:
        connection.execute(text("insert into provider values ('a')"))
        connection.execute(text("insert into venue values ('a')"))
    revise("0003", 'with op.batch_alter_table("provider") as t: t.alter_column("id", nullable=False)')
    assert migrate(database, folder) == ["0003"]
    with database.read() as connection:
        assert connection.execute(text("select p from venue")).scalar_one() == "a"
