"""Bring a database to the shape this code expects. No alembic.ini and no env.py.

SQLite keeps a copy from before. PostgreSQL is migrated by its owner, while older code may still run on it (decision 19).
"""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, StampStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from shared.errors import Unavailable
from shared.storage import side_by_side
from shared.storage.database import Database
from shared.storage.sqlite import copy_database

COPIES_KEPT = 3


def migrate(database: Database, folder: Path) -> list[str]:
    """Apply the revisions in `folder` (its files are Alembic revisions) that are missing; returns their ids, oldest first.

    All of them are applied or none. Raises Unavailable when the database was made by newer code that this code cannot run beside.
    """
    scripts = _scripts(folder)
    with database.write_unreferenced() as connection:
        missing = _missing(scripts, connection, database.path)
        if database.path and missing and inspect(connection).get_table_names():
            _keep_copy(database.path, missing[0])
        if missing and not database.path:
            side_by_side.refuse_another_order(connection)
        if missing:
            _apply(scripts, connection)
        if missing and not database.path:
            side_by_side.note_code_needed(connection, _known(scripts), contracting(folder))
        if not database.path:
            side_by_side.owner_alone_writes_bookkeeping(connection)
    return missing


def missing_revisions(database: Database, folder: Path) -> list[str]:
    """What `migrate` would apply, oldest first. Changes nothing. Raises Unavailable as it does."""
    with database.read() as connection:
        return _missing(_scripts(folder), connection, database.path)


def check_migrated(database: Database, folder: Path) -> None:
    """For those who may not migrate. Raises Unavailable when something is missing, saying which command to run."""
    if missing := missing_revisions(database, folder):
        raise Unavailable(
            f"The database is not yet as this version needs it: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.",
            remedy="Run `signpost migrate`, then start again.",
        )


def contracting(folder: Path) -> set[str]:
    """Revisions that take away what older code uses; each says so itself: `contracts = True`."""
    return {script.revision for script in _scripts(folder).walk_revisions() if getattr(script.module, "contracts", False)}


def _scripts(folder: Path) -> ScriptDirectory:
    return ScriptDirectory(str(folder), version_locations=[str(folder)])


def _known(scripts: ScriptDirectory) -> list[str]:
    """Oldest first."""
    return [script.revision for script in scripts.walk_revisions()][::-1]


def _missing(scripts: ScriptDirectory, connection: Connection, path: Path | None) -> list[str]:
    known, present = _known(scripts), MigrationContext.configure(connection).get_current_revision()
    if present is None:
        return known
    if present in known:
        return known[known.index(present) + 1 :]
    if path is None and side_by_side.code_needed(connection) in known:
        return []  # what came since was only added
    raise _newer(present, path)


def _newer(present: str, path: Path | None) -> Unavailable:
    copies = [copy.name for copy in _copies(path)] if path else []
    back = f", or stop Signpost and put back {copies[-1]} as {path.name}" if path and copies else ""
    of = f" {path}" if path else ""
    return Unavailable(
        f"The database{of} was written by a newer version of Signpost (revision {present}).", remedy=f"Run that version again{back}."
    )


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
