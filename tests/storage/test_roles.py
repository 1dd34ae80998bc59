"""Who may do what to a service's database: its owner migrates, its application reads and writes rows, and nobody else comes in."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from shared.errors import Unavailable
from shared.storage.database import Database
from shared.storage.migrations import check_migrated, migrate
from shared.storage.roles import Addresses, make_roles
from tests.stack.fixtures import Postgres

SECRET = "first"
SERVICES = ("roles_here", "roles_there")
MORE_THAN_ROWS = [
    "create table mine (id int)",
    "create temporary table mine (id int)",
    "create index mine on inbox (at)",
    "create schema mine",
    "create function mine() returns int language sql as 'select 1'",
    "alter table outbox add column mine text",
    "alter table outbox owner to roles_here",
    "drop table outbox",
    "truncate inbox",
    "update alembic_version set version_num = '0000'",
    "delete from code_needed",
    "create role mine",
]


def make(server: Postgres, name: str, secret: str = SECRET) -> Addresses:
    return make_roles(server.url, name, owner_password=f"{secret} of the owner", application_password=secret)


@pytest.fixture
def server(postgres_server: Postgres) -> Iterator[Postgres]:
    yield postgres_server
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        for name in SERVICES:
            connection.execute(f"drop database if exists {name} with (force)".encode())
            connection.execute(f"drop role if exists {name}, {name}_owner".encode())


@pytest.fixture
def addresses(server: Postgres, folder: Path) -> Addresses:
    made = make(server, "roles_here")
    owner = Database(made.owner)
    migrate(owner, folder)
    owner.close()
    return made


@pytest.fixture
def application(addresses: Addresses) -> Iterator[Database]:
    database = Database(addresses.application)
    yield database
    database.close()


def test_the_application_reads_and_writes_rows(application: Database, folder: Path) -> None:
    with application.write() as connection:
        connection.execute(text("insert into positions values ('search', '/directory', 1, 'e1')"))
        connection.execute(text("update positions set position = 2"))
        assert connection.execute(text("select position from positions")).scalar_one() == 2
        connection.execute(text("delete from positions"))
        numbered = "insert into history (kind, entity_id, action, sequence, changes, actor_subject, actor_name, purpose, at)"
        connection.execute(text(f"{numbered} values ('class', 'c', 'made', 1, '{{}}', 's', 'n', 'p', now())"))
    check_migrated(application, folder)


@pytest.mark.parametrize("statement", MORE_THAN_ROWS)
def test_the_application_may_do_nothing_more(application: Database, statement: str) -> None:
    with application.read() as connection:
        before = connection.execute(text("select count(*) from pg_class")).scalar_one()
    with pytest.raises(Unavailable, match="does not allow this"), application.write() as connection:
        connection.execute(text(statement))
    with application.read() as connection:
        assert connection.execute(text("select count(*) from pg_class")).scalar_one() == before


def test_the_application_owns_nothing_and_the_owner_owns_all(application: Database) -> None:
    of_tables = "select distinct pg_get_userbyid(relowner) from pg_class where relnamespace = 'public'::regnamespace"
    of_database = "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"
    with application.read() as connection:
        owners = [connection.execute(text(asked)).scalars().all() for asked in (of_tables, of_database)]
    assert owners == [["roles_here_owner"], ["roles_here_owner"]]


def test_what_later_migrations_make_is_for_the_application_too(addresses: Addresses, application: Database, folder: Path) -> None:
    body = 'op.create_table("later", sa.Column("id", sa.Integer, primary_key=True), sa.Column("word", sa.Text))'
    text_of = f'from alembic import op\nimport sqlalchemy as sa\nrevision, down_revision = "0002", "0001"\n\ndef upgrade():\n    {body}\n'
    (folder / "0002_later.py").write_text(text_of)
    with pytest.raises(Unavailable, match="0002 is missing") as missing:
        check_migrated(application, folder)
    assert "signpost migrate" in missing.value.remedy
    with pytest.raises(Unavailable, match="does not allow this"):
        migrate(application, folder)
    owner = Database(addresses.owner)
    assert migrate(owner, folder) == ["0002"]
    owner.close()
    with application.write() as connection:
        assert connection.execute(text("insert into later (word) values ('kept') returning id")).scalar_one() == 1


def test_making_them_again_changes_only_the_passwords(server: Postgres, addresses: Addresses, application: Database) -> None:
    with application.write() as connection:
        connection.execute(text("insert into positions values ('search', '/directory', 1, 'e1')"))
    again = make(server, "roles_here", "new secret")
    with pytest.raises(Unavailable, match="password"), Database(addresses.application).read():
        pass
    renewed = Database(again.application)
    with renewed.read() as connection:
        assert connection.execute(text("select count(*) from positions")).scalar_one() == 1
    renewed.close()


def test_no_service_gets_into_the_database_of_another(server: Postgres, addresses: Addresses) -> None:
    there = make(server, "roles_there")
    for address in (there.application, there.owner):
        with pytest.raises(Unavailable, match="does not let this role in"), Database(address.rpartition("/")[0] + "/roles_here").read():
            pass


def test_a_server_that_may_not_make_them_says_so(addresses: Addresses) -> None:
    with pytest.raises(Unavailable) as refused:
        make_roles(addresses.application, "roles_there", owner_password="a", application_password="b")
    assert "does not allow this" in refused.value.message
