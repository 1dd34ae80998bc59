"""All that is particular to PostgreSQL: settings of a connection, whose turn it is to write, which failures a person can act on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from shared.errors import SignpostError, Unavailable
from shared.storage import turns
from shared.storage.postgres_refusals import refusal_of

log = logging.getLogger(__name__)
WRITER = 0x5349474E
"""The advisory lock of whoever writes. One database holds one service, so one number is enough."""
STATEMENT_SECONDS = 60
IDLE_SECONDS = 60
"""A process that was stopped, or whose network went, while it held the writers' lock, is cut off after this."""
SETTINGS = {
    "timezone": "UTC",
    "synchronous_commit": "on",  # an accepted write is on the disk, whatever the server's own default is
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": f"{turns.PATIENCE_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
    "jit": "off",  # its compiling takes longer than our queries do
}
CONNECTING = {
    "connect_timeout": 5,
    "application_name": "signpost",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds until a half-open connection is seen to be one
}


class PostgresDatabase:
    """What a Database stands on: here one database of a server. Connections that died are replaced before anything is asked of them."""

    def __init__(self, address: str) -> None:
        """`postgresql://user:password@host:port/name`"""
        self.engine = _open_engine(address)

    def reading(self, connection: Connection) -> Connection:
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def writing(self, connection: Connection, patience_seconds: float) -> Connection:
        return connection.execution_options(writes=True, patience_seconds=patience_seconds)

    @contextmanager
    def unreferenced(self, connection: Connection) -> Iterator[None]:
        """PostgreSQL changes a table without rebuilding it: references stay checked all the while. Moving rows may take long."""
        with connection.begin():
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield

    def refusal(self, error: DBAPIError, *, writes: bool) -> SignpostError | None:
        """The refusal a person can act on, or None where the failure is a mistake in the program (as is writing through a reader)."""
        refusal = refusal_of(error.orig, writes=writes)
        if refusal is not None:
            log.warning("PostgreSQL: %s", error.orig)
        return refusal


def _open_engine(address: str) -> Engine:
    """Nothing is asked of the server yet."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        url = None
    if url is None or url.get_backend_name() != "postgresql" or not url.database:
        raise Unavailable(
            "The address of the database is not one of PostgreSQL.", remedy="Write it as postgresql://user:password@host:port/name."
        ) from None
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={**CONNECTING, "options": " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())},
        isolation_level="READ COMMITTED",
        pool_size=10,
        max_overflow=10,
        pool_timeout=turns.PATIENCE_SECONDS,
        pool_pre_ping=True,
        json_deserializer=orjson.loads,
        hide_parameters=True,  # what an error says may reach a log: no names or addresses of people in it
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Writers take turns. Each statement after the lock sees all that the writer before committed, for the lock is let go after that."""
    options = connection.get_execution_options()
    if options.get("writes", False):
        patience = max(round(options["patience_seconds"] * 1000), 1)  # 0 would be for ever
        connection.exec_driver_sql(
            f"SET LOCAL lock_timeout = {patience}; SELECT pg_advisory_xact_lock({WRITER});"
            f" SET LOCAL lock_timeout = '{turns.PATIENCE_SECONDS}s'"
        )
