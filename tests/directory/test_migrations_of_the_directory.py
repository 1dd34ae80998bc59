"""The directory's own migrations make the tables its code declares, keep what was there, and leave older code running."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal
from sqlalchemy import insert, select

from services.directory.adapters.freshness_tables import class_months
from services.directory.adapters.tables import metadata
from services.directory.wiring import MIGRATIONS
from shared.clock import SystemClock
from shared.messaging.parking import Parking
from shared.storage.database import Database
from shared.storage.migrations import migrate
from shared.storage.schema import outbox
from shared.testing.older_code import what_each_takes_away
from shared.testing.schema import differences
from tests.databases import POSTGRES, Ground
from tests.directory.test_keeping_over_time import a_busy_year
from tests.directory.world import World, open_world

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{before}"


def upgrade() -> None:
    op.add_column("providers", sa.Column("colour", sa.String()))
    op.add_column("outbox", sa.Column("weight", sa.Integer(), nullable=False, server_default="0"))
    op.create_table("colours", sa.Column("id", sa.String(), primary_key=True))
"""


def with_the_next(tmp_path: Path) -> Path:
    """The directory's migrations, and one that the next release might bring."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(file.name[:4] for file in MIGRATIONS.glob("[0-9]*.py"))
    (folder / "9999_colour.py").write_text(NEXT.format(before=newest))
    return folder


@pytest.mark.both_databases
def test_a_fresh_database_is_what_the_code_declares(tmp_path: Path, ground: Ground) -> None:
    address = ground.new(tmp_path / "directory.sqlite")
    database = Database(address)
    migrate(database, MIGRATIONS)
    assert differences(database, metadata) == []
    database.close()
    assert [file.name for file in tmp_path.glob("*.before-*")] == []


def test_a_later_migration_keeps_a_copy_from_before_with_everything_in_it(world: World, tmp_path: Path) -> None:
    made = world.publish()
    assert migrate(world.directory.database, with_the_next(tmp_path)) == ["9999"]
    with closing(sqlite3.connect(world.directory.settings.data / "directory.before-9999.sqlite")) as copy:
        assert copy.execute("SELECT id FROM classes").fetchall() == [(made["id"],)]
        assert "colour" not in [row[1] for row in copy.execute("PRAGMA table_info(providers)")]
    assert world.anyone.get(f"/v1/classes/{made['id']}").status_code == 200


def test_what_was_parked_before_bytes_could_be_is_kept_and_waits_still(tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(MIGRATIONS, older, ignore=lambda _, names: [name for name in names if name[:4] >= "0006" or name.startswith("__")])
    database = Database(tmp_path / "older.sqlite")
    migrate(database, older)
    event = {"id": "e1", "source": "/directory", "type": "t", "subject": "a", "authority": "E08000035", "sequence": 1, "data": {}}
    row = ("suite", "e1", 6, "why", json.dumps({**event, "time": "2026-09-01T09:00:00Z"}), "failed too often", "2026-09-01 09:30:00.000000")
    with database.write() as connection:
        names = "consumer, event_id, attempts, error, event, reason, parked_at"
        connection.exec_driver_sql(f"INSERT INTO parked ({names}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
    migrate(database, MIGRATIONS)
    (waiting,) = Parking(database, SystemClock()).waiting()
    assert (waiting.id, waiting.reason, waiting.attempts, waiting.unreadable) == ("e1", "failed too often", 6, None)
    database.close()


@pytest.mark.parametrize("ground", [POSTGRES], indirect=True)
def test_this_release_goes_on_and_starts_again_on_the_database_of_the_next(world: World, tmp_path: Path, portal: BlockingPortal) -> None:
    made = world.publish(name="Before")
    assert migrate(world.directory.database, with_the_next(tmp_path)) == ["9999"]
    world.publish(name="After")
    assert world.amina.change("POST", f"/v1/classes/{made['id']}/verify", 1).status_code == 200
    settings = world.directory.settings.model_copy(update={"data": tmp_path / "started anew"})
    with open_world(settings.data, portal, world.ids(), settings.database_address) as again:
        again.settle()
        assert sorted(again.names()) == ["After", "Before"]


def test_no_migration_takes_anything_from_older_code_without_saying_so(tmp_path: Path) -> None:
    """Expand first, contract a release later (decision 19): one that contracts has `contracts = True`."""
    assert what_each_takes_away(tmp_path, MIGRATIONS) == {}


@pytest.mark.both_databases
def test_a_database_from_before_there_were_months_gets_them_from_its_events(world: World, tmp_path: Path, ground: Ground) -> None:
    """As it is when somebody brings an installation up to date."""
    a_busy_year(world)
    older = tmp_path / "older"
    shutil.copytree(MIGRATIONS, older, ignore=lambda _, names: [name for name in names if name[:4] >= "0003" or name.startswith("__")])
    database = Database(ground.new(tmp_path / "older.sqlite"))
    migrate(database, older)
    with database.write() as connection:
        connection.execute(insert(outbox), world.events())
    migrate(database, MIGRATIONS)
    assert months_in(database) == months_in(world.directory.database)
    assert len(months_in(database)) > 8
    database.close()


def months_in(database: Database) -> list[tuple[object, ...]]:
    with database.read() as connection:
        rows = connection.execute(select(class_months).order_by(class_months.c.class_id, class_months.c.month))
        return [tuple(row) for row in rows]
