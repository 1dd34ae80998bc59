"""One service's database: who reads sees one moment, who writes waits for their turn and commits once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, TimeoutError

from shared.errors import SignpostError, Unavailable
from shared.storage import turns
from shared.storage.postgres import PostgresDatabase
from shared.storage.sqlite import SqliteFile
from shared.telemetry import trace_statements


class Ground(Protocol):
    """What differs between the two: `SqliteFile` and `PostgresDatabase`."""

    engine: Engine

    def reading(self, connection: Connection) -> Connection:
        """Not begun; its transaction will see one moment and may not write."""
        ...

    def writing(self, connection: Connection, patience_seconds: float) -> Connection:
        """Not begun; its transaction will wait so long for other writers, and then be the only one."""
        ...

    def unreferenced(self, connection: Connection) -> AbstractContextManager[None]:
        """Begins the transaction of `writing` and commits it, letting tables be rebuilt that others refer to."""
        ...

    def refusal(self, error: DBAPIError, *, writes: bool) -> SignpostError | None:
        """The refusal a person can act on, or None where the failure is a mistake in the program."""
        ...


class Database:
    """A Path is a SQLite file, `postgresql://…` a PostgreSQL database.

    One that is busy, gone, full, unwritable or damaged raises Unavailable with what to do; where it is, only the log says.
    """

    def __init__(self, address: Path | str) -> None:
        self._ground: Ground = PostgresDatabase(address) if isinstance(address, str) else SqliteFile(address)
        trace_statements(self._ground.engine)
        self._turns = turns.Turns()
        self.path = address if isinstance(address, Path) else None
        """The file of SQLite; None on PostgreSQL."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A view of one moment; writing through it is refused."""
        with self._refusals(writes=False), self._ground.engine.connect() as fresh:
            connection = self._ground.reading(fresh)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The only writer while it lasts. Committed on clean exit, undone when anything is raised.

        Unavailable raised by the commit itself leaves open whether it happened: whoever repeats the change does so with its key.
        """
        with self._to_write() as connection, connection.begin():
            yield connection

    @contextmanager
    def write_unreferenced(self) -> Iterator[Connection]:
        """`write` for migrations: references are checked at the end, so that a table may be rebuilt."""
        with self._to_write() as connection, self._ground.unreferenced(connection):
            yield connection

    def close(self) -> None:
        self._ground.engine.dispose()

    @contextmanager
    def _to_write(self) -> Iterator[Connection]:
        """Not begun; whoever waits for their turn holds no connection."""
        with self._turns.take(turns.PATIENCE_SECONDS) as left, self._refusals(writes=True), self._ground.engine.connect() as connection:
            yield self._ground.writing(connection, left)

    @contextmanager
    def _refusals(self, *, writes: bool) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            refusal = self._ground.refusal(error, writes=writes)
            if refusal is None:
                raise
            raise refusal from error
        except TimeoutError as error:
            raise Unavailable("Too many people use this at once.", remedy="Try again in a moment.") from error
