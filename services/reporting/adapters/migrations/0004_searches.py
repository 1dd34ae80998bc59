"""What was asked for: searches by authority, level and month.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "searches",
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("found_none", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "level", "month", name="pk_searches"),
    )
