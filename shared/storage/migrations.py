"""Bring a database to the shape this code expects, keeping a copy from before. No alembic.ini and no env.py."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, StampStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from shared.errors import Unavailable
from shared.storage.database import Database
from shared.storage.sqlite import copy_database

COPIES_KEPT = 3


def migrate(database: Database, folder: Path) -> list[str]:
    """Apply the revisions in `folder` (its files are Alembic revisions) that are missing; returns their ids, oldest first.

    All of them are applied or none. Raises Unavailable when the database was made by newer code.
    """
    scripts = ScriptDirectory(str(folder), version_locations=[str(folder)])
    with database.write_unreferenced() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        missing = _missing(scripts, present, database.path)
        if missing and inspect(connection).get_table_names():
            _keep_copy(database.path, missing[0])
        if missing:
            _apply(scripts, connection)
    return missing


def missing_revisions(database: Database, folder: Path) -> list[str]:
    """What `migrate` would apply, oldest first. Changes nothing. Raises Unavailable as it does."""
    scripts = ScriptDirectory(str(folder), version_locations=[str(folder)])
    with database.read() as connection:
        return _missing(scripts, MigrationContext.configure(connection).get_current_revision(), database.path)


def _missing(scripts: ScriptDirectory, present: str | None, path: Path) -> list[str]:
    known = [script.revision for script in scripts.walk_revisions()][::-1]
    if present is None:
        return known
    if present not in known:
        copies = [copy.name for copy in _copies(path)]
        back = f", or stop Signpost and put back {copies[-1]} as {path.name}" if copies else ""
        raise Unavailable(
            f"The database {path} was written by a newer version of Signpost (revision {present}).",
            remedy=f"Run that version again{back}.",
        )
    return known[known.index(present) + 1 :]


def _apply(scripts: ScriptDirectory, connection: Connection) -> None:
    def steps(present: str, _context: MigrationContext) -> list[StampStep]:
        return scripts._upgrade_revs("head", present)  # type: ignore[return-value]  # what alembic's own `upgrade` command runs

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True, render_as_batch=True)
        environment.run_migrations()


def _keep_copy(path: Path, revision: str) -> None:
    copy_database(path, path.with_name(f"{path.stem}.before-{revision}.sqlite"))
    for old in _copies(path)[:-COPIES_KEPT]:
        old.unlink()


def _copies(path: Path) -> list[Path]:
    """Oldest first."""
    return sorted(path.parent.glob(f"{path.stem}.before-*.sqlite"), key=lambda copy: copy.stat().st_mtime_ns)
