"""Reporting's tables as they first were.

On PostgreSQL `events` is partitioned by the month of `time`; what has no month of its own is in `events_other`, so nothing is refused.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.schema import create_shared_v3
from shared.storage.types import JsonDocument, UtcDateTime

revision = "0001"
down_revision = None

KEEP_ON_SQLITE = """
CREATE TRIGGER events_stay_as_they_are_{what} BEFORE {what} ON events
BEGIN SELECT RAISE(ABORT, 'the event store is only added to'); END
"""
KEEP_ON_POSTGRESQL = (
    """
CREATE FUNCTION refuse_to_change_events() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the event store is only added to'; END $$
""",
    """
CREATE TRIGGER events_stay_as_they_are BEFORE UPDATE OR DELETE ON events
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_events()
""",
)


def upgrade() -> None:
    create_shared_v3(op)
    postgresql = op.get_bind().dialect.name == "postgresql"
    _events(postgresql_partition_by="RANGE (time)" if postgresql else None)
    if postgresql:
        _keep_on_postgresql()
    else:
        for what in ("UPDATE", "DELETE"):
            op.execute(KEEP_ON_SQLITE.format(what=what))
    _supply()


def _events(postgresql_partition_by: str | None) -> None:
    op.create_table(
        "events",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("time", UtcDateTime(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=True),
        sa.Column("data", JsonDocument(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("position", "time", name="pk_events"),
        sa.UniqueConstraint("event_id", "time", name="uq_events_event_id_time"),
        postgresql_partition_by=postgresql_partition_by,
    )


def _keep_on_postgresql() -> None:
    op.execute("ALTER TABLE events ALTER COLUMN data SET COMPRESSION lz4")
    op.execute("CREATE TABLE events_other PARTITION OF events DEFAULT")
    for statement in KEEP_ON_POSTGRESQL:
        op.execute(statement)


def _supply() -> None:
    op.create_table(
        "supply",
        sa.Column("class_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("open_places", sa.Integer(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("verified_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", name="pk_supply"),
    )
    op.create_index("ix_supply_authority", "supply", ["authority"], unique=False)
