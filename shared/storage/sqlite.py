"""All that is particular to SQLite: settings, locking, which failures are passing ones, and copying a live file."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from shared.errors import Unavailable
from shared.storage import turns
from shared.storage.turns import busy

log = logging.getLogger(__name__)
# FULL: an accepted write is on the disk, also after kill -9 or power loss. fullfsync does the same where fsync alone does not (macOS).
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "foreign_keys=ON")
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
REMEDIES = {
    sqlite3.SQLITE_READONLY: ("cannot be written", "Give the account that runs Signpost write access to the file and its folder."),
    sqlite3.SQLITE_IOERR: ("could not be read or written", "Check the disk and the permissions of the folder."),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "Stop Signpost and put back a backup."),
    sqlite3.SQLITE_FULL: ("cannot grow because the disk is full", "Free some space on the disk, then try again."),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "Check that the folder exists and that the account that runs Signpost may write to it."),
    sqlite3.SQLITE_NOTADB: ("is not a database", "Choose another data folder, or put back a backup."),
}


class SqliteFile:
    """What a Database stands on: here one file. A transaction is a plain read unless the connection has the option `writes`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _open_engine(path)

    def reading(self, connection: Connection) -> Connection:
        return connection

    def writing(self, connection: Connection, patience_seconds: float) -> Connection:
        return connection.execution_options(writes=True, busy_seconds=patience_seconds)

    @contextmanager
    def unreferenced(self, connection: Connection) -> Iterator[None]:
        """References are checked at the end, so that a table may be rebuilt. SQLite heeds this outside a transaction only."""
        driver = connection.connection.dbapi_connection
        assert driver is not None  # noqa: S101  for the type only: this connection is open
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield
                if broken := broken_references(connection):
                    raise RuntimeError(f"rows without what they refer to in {', '.join(broken)}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")

    def refusal(self, error: DBAPIError, *, writes: bool) -> Unavailable | None:
        """The refusal a person can act on, or None where the failure is a mistake in the program (as is writing through a reader)."""
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_READONLY and not writes:
            return None
        kind = code & 0xFF if isinstance(code, int) else None
        if kind in BUSY:
            refusal = busy()
        elif kind in REMEDIES:
            refusal = Unavailable(f"The database {self.path.name} {REMEDIES[kind][0]}.", remedy=REMEDIES[kind][1])
        else:
            return None
        log.warning("%s: %s", self.path, error.orig)
        return refusal


def _open_engine(path: Path) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"The folder {path.parent} cannot be made.", remedy="Choose a folder that can be written.") from error
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, pool_size=10, max_overflow=40, pool_timeout=turns.PATIENCE_SECONDS)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver starts no transaction behind our back
    connection.execute(f"PRAGMA busy_timeout={turns.PATIENCE_SECONDS * 1000}")  # first: changing to WAL may have to wait
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes = options.get("writes", False)
    connection.exec_driver_sql(f"PRAGMA busy_timeout={round(options.get('busy_seconds', turns.PATIENCE_SECONDS) * 1000)}")
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    # A reader that turns writer later may fail at once with "locked"; taking the lock first makes writers wait their turn.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def copy_database(source: Path, target: Path) -> None:
    """A whole copy of a live database, what is still in its WAL included. `target` appears complete or not at all (Unavailable)."""
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
            live.backup(copy)
        unfinished.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(
            f"No copy of {source} could be made: {error}.",
            remedy=f"Make sure that {target} can be written and the disk has room, then try again.",
        ) from error


def broken_references(connection: Connection) -> list[str]:
    """Tables with rows that refer to rows that are not there."""
    return sorted({str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
