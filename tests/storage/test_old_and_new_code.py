"""Old and new code run side by side on one PostgreSQL database: what is added hurts nobody, what is taken away is told before."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.clock import SetClock
from shared.errors import Unavailable
from shared.ids import SeededIds
from shared.permissions import Actor
from shared.storage.database import Database
from shared.storage.history import history_of
from shared.storage.migrations import check_migrated, migrate
from shared.storage.work import Work, Works
from shared.testing.older_code import what_each_takes_away
from tests.databases import POSTGRES

Revision = Callable[[str, str], None]
on_postgres = pytest.mark.parametrize("ground", [POSTGRES], indirect=True)
ADDED = (
    'op.add_column("history", sa.Column("place", sa.Text())); op.create_table("extra", sa.Column("id", sa.Text(), primary_key=True)); '
    'op.add_column("history", sa.Column("seen", sa.Integer(), nullable=False, server_default="0"))'
)
TAKEN = 'op.drop_column("history", "place")\n\ncontracts = True'


@pytest.fixture
def older(folder: Path, tmp_path: Path) -> Path:
    """The migrations that the release before has, once `folder` has more."""
    return Path(shutil.copytree(folder, tmp_path / "older"))


def note(database: Database, clock: SetClock) -> int:
    """What code of the first revision does; returns how much of it is there."""
    with Works(database, clock, SeededIds(1), source="/directory", build=Work).begin(Actor("ann", "Ann"), "try") as work:
        work.audit("class", "c", "published", 1, {})
    with database.read() as connection:
        return len(history_of(connection, "class", "c"))


@on_postgres
def test_older_code_goes_on_after_something_was_added(
    database: Database, folder: Path, older: Path, revise: Revision, clock: SetClock
) -> None:
    revise("0002", ADDED)
    assert note(database, clock) == 1
    assert migrate(database, folder) == ["0002"]
    assert note(database, clock) == 2  # what ran already, in its pool of connections
    check_migrated(database, older)
    assert migrate(database, older) == []


@on_postgres
def test_older_code_is_refused_once_something_was_taken_away(database: Database, folder: Path, older: Path, revise: Revision) -> None:
    revise("0002", ADDED)
    revise("0003", TAKEN)
    newer = Path(shutil.copytree(folder, folder.with_name("before 0003"), ignore=shutil.ignore_patterns("0003*")))
    assert migrate(database, folder) == ["0002", "0003"]
    for code in (older, newer):
        with pytest.raises(Unavailable, match=r"newer version of Signpost \(revision 0003\)") as refused:
            check_migrated(database, code)
        assert refused.value.remedy == "Run that version again."
    revise("0004", 'op.add_column("history", sa.Column("again", sa.Text()))')
    knows_what_was_taken = Path(shutil.copytree(folder, folder.with_name("before 0004"), ignore=shutil.ignore_patterns("0004*")))
    migrate(database, folder)
    check_migrated(database, knows_what_was_taken)


@on_postgres
def test_two_who_migrate_at_once_do_it_once(address: str, folder: Path) -> None:
    databases = [Database(address) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        applied = list(pool.map(lambda database: migrate(database, folder), databases))
    for database in databases:
        database.close()
    assert sorted(applied) == [[], [], [], ["0001"]]


@pytest.mark.parametrize(
    ("body", "missed"),
    [
        ('op.drop_table("idempotency")', ["the table idempotency"]),
        ('op.drop_column("parked", "reason")', ["parked.reason"]),
        ('op.add_column("inbox", sa.Column("place", sa.Text(), nullable=False))', ["inbox.place, which it does not fill"]),
        (
            'with op.batch_alter_table("parked") as t: t.alter_column("redriven_by", nullable=False)',
            ["parked.redriven_by without a value"],
        ),
        ('with op.batch_alter_table("positions") as t: t.alter_column("position", type_=sa.Text())', ["the type of positions.position"]),
        (ADDED, []),
    ],
)
def test_what_a_migration_takes_from_older_code_is_seen(
    folder: Path, revise: Revision, tmp_path: Path, body: str, missed: list[str]
) -> None:
    revise("0002", body)
    assert what_each_takes_away(tmp_path / "scratch", folder) == ({"0002": missed} if missed else {})
    revise("0002", f"{body}\n\ncontracts = True")
    assert what_each_takes_away(tmp_path / "scratch again", folder) == {}
