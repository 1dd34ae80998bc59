"""The tables every service has beside its own: what happened, who did it, and how far it has listened.

A service's own MetaData takes them in with `include_shared`; its first migration makes them with `create_shared_v1`.
A later change of a table here is a `create_shared_v2`, with version 1 kept as it was.
"""

from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from shared.storage.types import BigNumber, JsonDocument, UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name that a later migration can use."""

shared_tables = MetaData(naming_convention=NAMES)

outbox = Table(
    "outbox",
    shared_tables,
    Column("row", BigNumber, primary_key=True),
    Column("position", BigNumber, unique=True),  # given by the sequencer, in the order readers see; NULL until then
    Column("event_id", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("time", UtcDateTime, nullable=False),
    Column("authority", Text, nullable=False),
    Column("sequence", BigNumber, nullable=False),
    Column("traceparent", Text),
    Column("data", JsonDocument, nullable=False),
    sqlite_autoincrement=True,
)

history = Table(
    "history",
    shared_tables,
    Column("row", BigNumber, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("sequence", BigNumber, nullable=False),
    Column("changes", JsonDocument, nullable=False),
    Column("actor_subject", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "kind", "entity_id", "row"),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    shared_tables,
    Column("actor_subject", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("result_id", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

positions = Table(
    "positions",
    shared_tables,
    Column("consumer", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("position", BigNumber, nullable=False),
    Column("event_id", Text, nullable=False),
)

inbox = Table(
    "inbox",
    shared_tables,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("sequence", BigNumber, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "consumer", "subject", "sequence"),
)


def _failure_columns() -> list[Column[Any]]:
    return [
        Column("consumer", Text, primary_key=True),
        Column("event_id", Text, primary_key=True),
        Column("attempts", Integer, nullable=False),
        Column("error", Text, nullable=False),
        Column("traceparent", Text),
        Column("event", JsonDocument, nullable=False),
    ]


retries = Table("retries", shared_tables, *_failure_columns(), Column("due", UtcDateTime, nullable=False), Index(None, "consumer", "due"))

parked = Table(
    "parked",
    shared_tables,
    *_failure_columns(),
    Column("reason", Text, nullable=False),
    Column("parked_at", UtcDateTime, nullable=False),
    Column("redriven_at", UtcDateTime),
    Column("redriven_by", Text),
)


def include_shared(metadata: MetaData) -> None:
    """Make the shared tables part of a service's own MetaData (for comparing it with a migrated database)."""
    for table in shared_tables.sorted_tables:
        table.to_metadata(metadata)


def create_shared_v1(op: Any) -> None:
    """For a service's first migration: `op` is `alembic.op`."""
    shared_tables.create_all(op.get_bind(), checkfirst=False)
