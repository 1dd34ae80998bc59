"""The tables every service has beside its own: what happened, who did it, and how far it has listened.

A service's own MetaData takes them in with `include_shared`; its first migration makes them with the newest `create_shared_v…`.
A later change of a table here is a `change_shared_to_v3` for databases that stand at version 2, and a `create_shared_v3` for new ones;
what migrations were written with stays as it was.
"""

from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

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


def _failure_columns(*, event_missing: bool) -> list[Column[Any]]:
    return [
        Column("consumer", Text, primary_key=True),
        Column("event_id", Text, primary_key=True),
        Column("attempts", Integer, nullable=False),
        Column("error", Text, nullable=False),
        Column("traceparent", Text),
        Column("event", JsonDocument, nullable=event_missing),
    ]


retries = Table(
    "retries",
    shared_tables,
    *_failure_columns(event_missing=False),
    Column("due", UtcDateTime, nullable=False),
    Index(None, "consumer", "due"),
)

parked = Table(
    "parked",
    shared_tables,
    *_failure_columns(event_missing=True),  # what came may be no event: then `body` and `headers` are as they came
    Column("reason", Text, nullable=False),
    Column("parked_at", UtcDateTime, nullable=False),
    Column("redriven_at", UtcDateTime),
    Column("redriven_by", Text),
    Column("redriven_why", Text),
    Column("dropped_at", UtcDateTime),
    Column("dropped_by", Text),
    Column("dropped_why", Text),
    Column("body", LargeBinary),
    Column("body_bytes", Integer),
    Column("headers", JsonDocument),
)

sent = Table(
    "sent",
    shared_tables,
    Column("consumer", Text, primary_key=True),
    Column("position", BigNumber, nullable=False),  # up to here the broker has what this consumer hears of our log
    Column("event_id", Text, nullable=False),
)

verified = Table(
    "verified",
    shared_tables,
    Column("consumer", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("position", BigNumber, nullable=False),  # up to here every event of the source was dealt with
    Column("event_id", Text, nullable=False),
    Column("event_time", UtcDateTime),  # NULL before the first event
    Column("at", UtcDateTime, nullable=False),
    Column("pruned_before", UtcDateTime),  # of events told before, the inbox keeps the newest of each subject only
)

repairs = Table(
    "repairs",
    shared_tables,
    Column("row", BigNumber, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("consumer", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("position", BigNumber, nullable=False),
    Column("missing_seconds", Integer, nullable=False),
    sqlite_autoincrement=True,
)

replays = Table(
    "replays",
    shared_tables,
    Column("consumer", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("first", BigNumber, nullable=False),  # events behind this position
    Column("position", BigNumber, nullable=False),  # were applied again up to this one
    Column("until", BigNumber, nullable=False),  # and are to be up to this one; what came later is heard anyway
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("finished_at", UtcDateTime),
)


def include_shared(metadata: MetaData) -> None:
    """Make the shared tables part of a service's own MetaData (for comparing it with a migrated database)."""
    for table in shared_tables.sorted_tables:
        table.to_metadata(metadata)


def create_shared_v1(op: Any) -> None:
    """What the first services began with: `op` is `alembic.op`. New services call the newest below."""
    _version_1().create_all(op.get_bind(), checkfirst=False)


def change_shared_to_v2(op: Any) -> None:
    """For databases of version 1: what came and is no event can be parked, and reconciling and replaying have their tables."""
    added = [parked.c[name] for name in ("redriven_why", "dropped_at", "dropped_by", "dropped_why", "body", "body_bytes", "headers")]
    with op.batch_alter_table("parked") as batch:
        batch.alter_column("event", existing_type=JsonDocument(), nullable=True)
        for column in added:
            batch.add_column(Column(column.name, column.type))
    shared_tables.create_all(op.get_bind(), tables=[verified, repairs, replays], checkfirst=False)


def create_shared_v2(op: Any) -> None:
    """As services began while it was the newest."""
    create_shared_v1(op)
    change_shared_to_v2(op)


def change_shared_to_v3(op: Any) -> None:
    """For databases of version 2: the relay keeps how far it has sent the log, consumer by consumer."""
    shared_tables.create_all(op.get_bind(), tables=[sent], checkfirst=False)


def create_shared_v3(op: Any) -> None:
    """For the first migration of a new service."""
    create_shared_v2(op)
    change_shared_to_v3(op)


def _version_1() -> MetaData:
    """Tables that are today as they were then, and `parked` as it was."""
    then = MetaData(naming_convention=NAMES)
    for table in (outbox, history, idempotency, positions, inbox, retries):
        table.to_metadata(then)
    parked_then: list[Column[Any]] = [*_failure_columns(event_missing=False), Column("reason", Text, nullable=False)]
    parked_then += [Column("parked_at", UtcDateTime, nullable=False), Column("redriven_at", UtcDateTime), Column("redriven_by", Text)]
    Table("parked", then, *parked_then)
    return then
