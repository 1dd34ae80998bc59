"""The directory's own migrations make the tables its code declares, and keep a copy of what was there."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from services.directory.adapters.tables import metadata
from services.directory.settings import DirectorySettings
from services.directory.wiring import MIGRATIONS, open_database
from shared.clock import SystemClock
from shared.messaging.parking import Parking
from shared.storage.database import Database
from shared.storage.migrations import migrate
from shared.testing.schema import differences
from tests.directory.world import World

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{new}", "{before}"


def upgrade() -> None:
    op.add_column("providers", sa.Column("colour", sa.String()))
"""


def test_a_fresh_database_is_what_the_code_declares(tmp_path: Path) -> None:
    database = open_database(DirectorySettings(data=tmp_path))
    assert differences(database, metadata) == []
    database.close()
    assert [file.name for file in tmp_path.glob("*.before-*")] == []


def test_a_later_migration_keeps_a_copy_from_before_with_everything_in_it(world: World, tmp_path: Path) -> None:
    made = world.publish()
    newest = max(file.name[:4] for file in MIGRATIONS.glob("[0-9]*.py"))
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "9999_colour.py").write_text(NEXT.format(new="9999", before=newest))
    assert migrate(world.directory.database, folder) == ["9999"]
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


def test_a_database_from_before_there_were_months_gets_them_from_its_events(world: World, tmp_path: Path) -> None:
    """As it is when somebody brings an installation up to date."""
    made = world.publish()
    world.clock.move(timedelta(days=40))
    world.amina.change("POST", f"/v1/classes/{made['id']}/verify", 1)
    older = tmp_path / "older"
    shutil.copytree(MIGRATIONS, older, ignore=lambda _, names: [name for name in names if name[:4] >= "0003" or name.startswith("__")])
    database = Database(tmp_path / "older.sqlite")
    migrate(database, older)
    with database.write() as connection:
        for event in world.events():
            names = ", ".join(event)
            connection.exec_driver_sql(f"INSERT INTO outbox ({names}) VALUES ({', '.join('?' * len(event))})", tuple(event.values()))  # noqa: S608
    migrate(database, MIGRATIONS)
    with database.read() as connection:
        months = connection.exec_driver_sql("SELECT * FROM class_months ORDER BY class_id, month").fetchall()
    database.close()
    assert len(months) == 2
    assert months == sorted(world.content()["class_months"])
