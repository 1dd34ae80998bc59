"""Loading full postcodes: one file in, one SQLite table out, all or nothing."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from shared.errors import Conflict, Invalid, Unavailable
from shared.geo.postcode_files import Row, open_postcode_file
from shared.geo.postcode_table import DEGREE, FILE_NAME

BATCH = 10_000
_TABLES = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "CREATE TABLE postcodes (postcode TEXT PRIMARY KEY, lat INTEGER NOT NULL, lon INTEGER NOT NULL, authority TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE about (kind TEXT NOT NULL, source TEXT NOT NULL, postcodes INTEGER NOT NULL, full INTEGER NOT NULL)",
)


@dataclass(frozen=True)
class LoadReport:
    """What a load did. `left_out` counts rows by reason; `ended` counts loaded postcodes that are no longer in use."""

    kind: str
    read: int
    loaded: int
    ended: int
    left_out: dict[str, int]


def load_postcodes(file: Path, into: Path, progress: Callable[[int], None] | None = None) -> LoadReport:
    """Reads an ONSPD, NSPL, Code-Point Open or own postcode file into the data folder `into`, replacing the table there.

    Memory stays flat: rows go through in batches; `progress` hears the number of rows read so far after each.
    Raises Invalid for a file it cannot use, TooLarge past the unpacking limits, Conflict while another load runs, Unavailable when the
    folder cannot be written. Whatever happens before the end, an earlier table stays as it was.
    """
    try:
        return _load(file, into, progress)
    except (OSError, sqlite3.OperationalError) as failure:
        remedy = "Check that the folder can be written to and has 200 MB of room, then load again."
        raise Unavailable(f"The postcodes could not be written to {into}: {failure}.", remedy=remedy) from failure


def _load(file: Path, into: Path, progress: Callable[[int], None] | None) -> LoadReport:
    into.mkdir(parents=True, exist_ok=True)
    building = into / f"{FILE_NAME}.building"
    with _only_load(into):
        building.unlink(missing_ok=True)
        try:
            report = _build(file, building, progress)
            _to_disk(building)
            building.replace(into / FILE_NAME)
            _to_disk(into)
        finally:
            building.unlink(missing_ok=True)
    return report


@contextmanager
def _only_load(folder: Path) -> Iterator[None]:
    """The lock dies with the process, so a killed load never blocks the next."""
    with (folder / f"{FILE_NAME}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("Postcodes are being loaded into this folder already.", remedy="Wait until that load has ended.") from None
        yield


def _build(file: Path, building: Path, progress: Callable[[int], None] | None) -> LoadReport:
    database = sqlite3.connect(building, isolation_level=None)
    try:
        for statement in _TABLES:
            database.execute(statement)
        return _fill(database, file, progress)
    finally:
        database.close()


def _fill(database: sqlite3.Connection, file: Path, progress: Callable[[int], None] | None) -> LoadReport:
    with open_postcode_file(file) as source:
        database.execute("BEGIN")
        for batch in source.batches(BATCH):
            _store(database, batch)
            if progress:
                progress(source.read)
        loaded = database.execute("SELECT count(*) FROM postcodes").fetchone()[0]
        if not loaded:
            raise Invalid.field(
                "file", f"{file.name} has no postcode that can be placed: {source.why()}.", "Check that it is the whole file."
            )
        database.execute("INSERT INTO about VALUES (?, ?, ?, ?)", (source.kind, file.name, loaded, source.full))
        database.execute("COMMIT")
        twice = source.placed - loaded
        left_out = dict(source.left_out) | ({"given twice": twice} if twice else {})
        return LoadReport(source.kind, source.read, loaded, source.ended, left_out)


def _store(database: sqlite3.Connection, batch: list[Row]) -> None:
    rows = ((row.postcode, round(row.lat * DEGREE), round(row.lon * DEGREE), row.authority) for row in batch)
    database.executemany("INSERT OR REPLACE INTO postcodes VALUES (?, ?, ?, ?)", rows)


def _to_disk(path: Path) -> None:
    """A folder cannot be synced everywhere; then the rename is as safe as the system makes it."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
