"""Does each migration leave code of the release before what it uses? By looking at the tables before and after each."""

import shutil
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from shared.storage.database import Database
from shared.storage.migrations import contracting, migrate

Tables = dict[str, dict[str, dict[str, Any]]]


def what_each_takes_away(scratch: Path, folder: Path) -> dict[str, list[str]]:
    """Revision → what older code would miss or trip over; those that say `contracts = True` are passed over. `scratch`: an empty folder."""
    applied = scratch / "applied"
    applied.mkdir(parents=True)
    database = Database(scratch / "every-revision.sqlite")
    scripts = [*ScriptDirectory(str(folder), version_locations=[str(folder)]).walk_revisions()][::-1]
    told: dict[str, list[str]] = {}
    before: Tables = {}
    for script in scripts:
        shutil.copy(script.path, applied)
        migrate(database, applied)
        after = _tables(database)
        if script.revision not in contracting(folder) and (missed := _missed(before, after)):
            told[script.revision] = missed
        before = after
    database.close()
    return told


def _tables(database: Database) -> Tables:
    with database.read() as connection:
        found = inspect(connection)
        return {table: {column["name"]: dict(column) for column in found.get_columns(table)} for table in found.get_table_names()}


def _missed(before: Tables, after: Tables) -> list[str]:
    gone = [f"the table {table}" for table in before if table not in after]
    return gone + [each for table in before if table in after for each in _missed_in(table, before[table], after[table])]


def _missed_in(table: str, before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> list[str]:
    gone = [f"{table}.{name}" for name in before if name not in after]
    kept = [name for name in before if name in after]
    other = [f"the type of {table}.{name}" for name in kept if str(before[name]["type"]) != str(after[name]["type"])]
    must = [f"{table}.{name} without a value" for name in kept if before[name]["nullable"] and not after[name]["nullable"]]
    new = [f"{table}.{name}, which it does not fill" for name in after if name not in before and _must_be_given(after[name])]
    return [*gone, *other, *must, *new]


def _must_be_given(column: dict[str, Any]) -> bool:
    return not column["nullable"] and column["default"] is None
