"""Who was asked, what was verified together, and how listings stood month by month, filled from the events there are.

Revision ID: 0003
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, zip_longest
from typing import Any

import sqlalchemy as sa
from alembic import op

from shared.storage.types import JsonDocument, UtcDateTime

revision = "0003"
down_revision = "0002"

AT_ONCE = 2_000
A_TERM = timedelta(days=92)
CLASS_STATES = tuple(
    f"uk.signpost.{said}.v1"
    for said in ("class.published", "class.updated", "class.verified", "class.withdrawn", "class.restored", "places.changed")
)


def upgrade() -> None:
    _asks()
    _verifications()
    _class_months()
    _fill_class_months(op.get_bind())


def _asks() -> None:
    op.create_table(
        "asks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_subject", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_note", sa.Text(), nullable=True),
        sa.Column("outcome_at", UtcDateTime(), nullable=True),
        sa.Column("outcome_by", sa.String(), nullable=True),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.Column("taken_back_by", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_asks_provider_id_providers"),
        sa.PrimaryKeyConstraint("id", name="pk_asks"),
    )
    op.create_index("ix_asks_provider_id", "asks", ["provider_id"], unique=False)


def _verifications() -> None:
    op.create_table(
        "verifications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_subject", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("known_how", sa.Text(), nullable=False),
        sa.Column("verified", JsonDocument(), nullable=False),
        sa.Column("left_out", JsonDocument(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_verifications_provider_id_providers"),
        sa.PrimaryKeyConstraint("id", name="pk_verifications"),
    )
    op.create_index("ix_verifications_provider_id", "verifications", ["provider_id"], unique=False)


def _class_months() -> None:
    op.create_table(
        "class_months",
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("kept_until", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("class_id", "month", name="pk_class_months"),
    )
    op.create_index("ix_class_months_provider_id", "class_months", ["provider_id"], unique=False)


def _fill_class_months(connection: sa.Connection) -> None:
    """As the months were first made, whatever the code makes of events by now."""
    columns = ("class_id", "month", "until", "authority", "provider_id", "network", "kept_until", "withdrawn")
    class_months = sa.table("class_months", *map(sa.column, columns))
    months = _months(connection)
    while rows := list(islice(months, AT_ONCE)):
        connection.execute(class_months.insert(), rows)


def _months(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Within a month the last word counts; what was said then stood until the month of the next word."""
    last: dict[str, dict[int, dict[str, Any]]] = {}
    for at, state in _said(connection):
        last.setdefault(state["id"], {})[_month(at)] = _stood(state)
    for class_id, months in last.items():
        in_order = sorted(months)
        for month, until in zip_longest(in_order, in_order[1:]):
            yield {"class_id": class_id, "month": month, "until": until, **months[month]}


def _said(connection: sa.Connection) -> Iterator[tuple[datetime, dict[str, Any]]]:
    outbox = sa.table("outbox", sa.column("row"), sa.column("type"), sa.column("time", UtcDateTime()), sa.column("data", JsonDocument()))
    of_classes = sa.select(outbox.c.row, outbox.c.time, outbox.c.data).where(outbox.c.type.in_(CLASS_STATES)).order_by(outbox.c.row)
    after = 0
    while part := connection.execute(of_classes.where(outbox.c.row > after).limit(AT_ONCE)).all():
        yield from ((row.time, row.data["state"]) for row in part)
        after = part[-1].row


def _stood(state: dict[str, Any]) -> dict[str, Any]:
    return {
        "authority": state["authority"],
        "provider_id": state["provider"]["id"],
        "network": state["provider"].get("network"),
        "kept_until": _month(datetime.fromisoformat(state["verified_at"]) + A_TERM),
        "withdrawn": state["withdrawn"],
    }


def _month(at: datetime) -> int:
    there = at.astimezone(UTC)
    return there.year * 12 + there.month - 1
