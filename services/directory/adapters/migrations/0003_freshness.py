"""Who was asked, what was verified together, and how listings stood month by month, filled from the events there are.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

from services.directory.adapters.month_store import fill_from_log
from shared.storage.types import JsonDocument, UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _asks()
    _verifications()
    _class_months()
    fill_from_log(op.get_bind())


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
