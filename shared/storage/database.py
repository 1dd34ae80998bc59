"""One service's database: who reads sees one moment, who writes waits for their turn and commits once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, TimeoutError

from shared.errors import Unavailable
from shared.storage import sqlite
from shared.storage.turns import Turns


class Database:
    """One SQLite file. A locked, full, unwritable or damaged file raises Unavailable with what to do; where it is, only the log says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = sqlite.open_engine(path)
        self._turns = Turns()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A view of one moment; writing through it is refused."""
        with self._refusals(writes=False), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The only writer while it lasts. Committed on clean exit, undone when anything is raised."""
        with self._to_write() as connection, connection.begin():
            yield connection

    @contextmanager
    def write_unreferenced(self) -> Iterator[Connection]:
        """`write` for migrations: references are checked at the end, so that a table may be rebuilt."""
        with self._to_write() as connection:
            driver = connection.connection.dbapi_connection
            sqlite.set_foreign_keys(driver, on=False)
            try:
                with connection.begin():
                    yield connection
                    if broken := sqlite.broken_references(connection):
                        raise RuntimeError(f"rows without what they refer to in {', '.join(broken)}")
            finally:
                sqlite.set_foreign_keys(driver, on=True)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _to_write(self) -> Iterator[Connection]:
        """Not begun; whoever waits for their turn holds no connection."""
        with self._turns.take(sqlite.BUSY_SECONDS) as left, self._refusals(writes=True), self._engine.connect() as connection:
            yield connection.execution_options(writes=True, busy_seconds=left)

    @contextmanager
    def _refusals(self, *, writes: bool) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            refusal = sqlite.as_unavailable(error, self.path, writes=writes)
            if refusal is None:
                raise
            raise refusal from error
        except TimeoutError as error:
            raise Unavailable("Too many people use this at once.", remedy="Try again in a moment.") from error
