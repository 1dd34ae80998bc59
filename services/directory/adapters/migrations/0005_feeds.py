"""Feeds of other authorities that are followed.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.types import BigNumber, JsonDocument, UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _feeds()
    _feed_items()
    _feed_pages()


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("progress", JsonDocument(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("whole_at", UtcDateTime(), nullable=True),
        sa.Column("total", BigNumber, nullable=False),
        sa.Column("filters_by_time", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", "authority", name="uq_feeds_url_authority"),
    )


def _feed_items() -> None:
    op.create_table(
        "feed_items",
        sa.Column("feed_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("aggregate_id", sa.String(), nullable=True),
        sa.Column("said", JsonDocument(), nullable=False),
        sa.Column("clashes", JsonDocument(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("seen_run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_feed_items_feed_id_feeds"),
        sa.PrimaryKeyConstraint("feed_id", "kind", "key", name="pk_feed_items"),
    )
    op.create_index("ix_feed_items_kind_aggregate_id", "feed_items", ["kind", "aggregate_id"], unique=False)


def _feed_pages() -> None:
    op.create_table(
        "feed_pages",
        sa.Column("feed_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", BigNumber, nullable=False),
        sa.Column("pages", BigNumber, nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("things", JsonDocument(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_feed_pages_feed_id_feeds"),
        sa.PrimaryKeyConstraint("feed_id", "number", name="pk_feed_pages"),
    )
