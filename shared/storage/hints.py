"""PostgreSQL tells other processes that events were committed. A hint to look now: whoever misses it looks at the next poll anyway."""

import logging
import threading
from collections.abc import Callable

import psycopg
from sqlalchemy import Connection

CHANNEL = "signpost_said"
_LISTEN_SECONDS = 1.0
_AGAIN_SECONDS = 5.0
log = logging.getLogger(__name__)


def hint(connection: Connection) -> None:
    """Given at the commit of the transaction this belongs to. SQLite has none."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def listen(address: str, told: Callable[[], None], stopping: threading.Event) -> threading.Thread:
    """Calls `told` at every hint, in a thread that outlives any trouble with the database; ends a second after `stopping`."""
    thread = threading.Thread(target=_listen, args=(address, told, stopping), name="hints", daemon=True)
    thread.start()
    return thread


def connect_plainly(address: str, name: str) -> psycopg.Connection[tuple[object, ...]]:
    """A session of its own, outside every pool, which notices within seconds that the way to the server is gone."""
    return psycopg.connect(
        address,
        autocommit=True,
        application_name=name,
        connect_timeout=5,
        keepalives_idle=5,
        keepalives_interval=5,
        keepalives_count=2,
        tcp_user_timeout=10_000,
    )


def _listen(address: str, told: Callable[[], None], stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            with connect_plainly(address, "signpost hints") as session:
                session.execute(f"LISTEN {CHANNEL}")
                while not stopping.is_set():
                    for _ in session.notifies(timeout=_LISTEN_SECONDS, stop_after=1):
                        told()
        except psycopg.Error:
            log.info("no hints from PostgreSQL; polling goes on")
            stopping.wait(_AGAIN_SECONDS)
