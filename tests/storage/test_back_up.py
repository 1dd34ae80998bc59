"""A PostgreSQL database is backed up and put back as docs/how-to/keep-a-postgresql-database.md says, by its owner alone."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from shared.errors import Unavailable
from shared.storage.database import Database
from shared.storage.migrations import check_migrated, migrate
from shared.storage.roles import Addresses, make_roles
from signpost.stack.postgres import INSTALLED
from signpost.stack.programs import find_program
from tests.not_tested import not_tested
from tests.stack.fixtures import Postgres

NAME = "kept_safe"


@pytest.fixture
def addresses(postgres_server: Postgres) -> Iterator[Addresses]:
    yield make_roles(postgres_server.url, NAME, owner_password="owns", application_password="uses")
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute(f"drop database {NAME} with (force)".encode())
        connection.execute(f"drop role {NAME}, {NAME}_owner".encode())


def run(program: str, *arguments: str) -> None:
    try:
        found = find_program(program, *INSTALLED)
    except Unavailable as absent:
        not_tested(f"backups with {program}", absent.remedy)
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def positions(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(text("select position from positions")).scalars())


def test_what_was_there_is_there_again_and_the_application_still_owns_nothing(addresses: Addresses, folder: Path, tmp_path: Path) -> None:
    owner, application = Database(addresses.owner), Database(addresses.application)
    migrate(owner, folder)
    with application.write() as connection:
        connection.execute(text("insert into positions values ('search', '/directory', 7, 'e7')"))
    dump = str(tmp_path / "directory.dump")
    run("pg_dump", "--format=custom", f"--file={dump}", addresses.owner)
    with application.write() as connection:
        connection.execute(text("update positions set position = 8"))
    run("pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={addresses.owner}", dump)
    assert migrate(owner, folder) == []  # as `signpost migrate` does
    check_migrated(application, folder)
    assert positions(application) == [7]
    with application.write() as connection:
        connection.execute(text("update positions set position = 9"))
    for statement in ("truncate positions", "drop table positions", "delete from alembic_version"):
        with pytest.raises(Unavailable, match="does not allow this"), application.write() as connection:
            connection.execute(text(statement))
    assert positions(application) == [9]
    for database in (owner, application):
        database.close()
