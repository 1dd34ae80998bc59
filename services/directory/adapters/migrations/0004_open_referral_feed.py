"""Tables of the Open Referral UK feed. Nothing is moved into them: the feed is made from the event log at the next start.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.types import BigNumber, JsonDocument, UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _services()
    _sessions()
    _states()
    _parts()
    _position()


def _services() -> None:
    op.create_table(
        "feed_services",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at_id", sa.String(), nullable=True),
        sa.Column("organization_id", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("venue_id", sa.String(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("unchecked_at", UtcDateTime(), nullable=True),
        sa.Column("over_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        sa.Column("x", sa.Float(), nullable=True),
        sa.Column("y", sa.Float(), nullable=True),
        sa.Column("z", sa.Float(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_services"),
        sa.UniqueConstraint("subject", name="uq_feed_services_subject"),
        sa.UniqueConstraint("at_id", name="uq_feed_services_at_id"),
    )
    for columns in (["changed_at"], ["unchecked_at"], ["over_at"], ["id", "at_id"], ["organization_id", "id"]):
        op.create_index(f"ix_feed_services_{'_'.join(columns)}", "feed_services", columns, unique=False)


def _sessions() -> None:
    op.create_table(
        "feed_sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", "at", name="pk_feed_sessions"),
    )


def _states() -> None:
    op.create_table(
        "feed_states",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", JsonDocument(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_states"),
    )


def _parts() -> None:
    op.create_table(
        "feed_parts",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("feed_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("details", JsonDocument(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_feed_parts"),
    )
    op.create_index("ix_feed_parts_feed_id", "feed_parts", ["feed_id"], unique=False)


def _position() -> None:
    op.create_table(
        "feed_position",
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("position", BigNumber, nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("made_by", name="pk_feed_position"),
    )
