"""Tables for feeds of other authorities: where a read stands, each thing with its id there and here, pages with their ETags."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from services.directory.adapters.tables import metadata
from shared.storage.types import BigNumber, JsonDocument, UtcDateTime

feeds = Table(
    "feeds",
    metadata,
    Column("id", String, primary_key=True),
    Column("url", Text, nullable=False),
    Column("authority", String, nullable=False),
    Column("run", Integer, nullable=False),
    Column("progress", JsonDocument),
    Column("read_at", UtcDateTime),
    Column("whole_at", UtcDateTime),
    Column("total", BigNumber, nullable=False),
    Column("filters_by_time", Boolean, nullable=False),
    UniqueConstraint("url", "authority"),
)

feed_items = Table(
    "feed_items",
    metadata,
    Column("feed_id", String, ForeignKey("feeds.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("aggregate_id", String),
    Column("said", JsonDocument, nullable=False),
    Column("clashes", JsonDocument, nullable=False),
    Column("digest", String, nullable=False),
    Column("seen_run", Integer, nullable=False),
    Index(None, "kind", "aggregate_id"),
)

feed_pages = Table(
    "feed_pages",
    metadata,
    Column("feed_id", String, ForeignKey("feeds.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("total", BigNumber, nullable=False),
    Column("pages", BigNumber, nullable=False),
    Column("etag", Text, nullable=False),
    Column("things", JsonDocument, nullable=False),
)
