"""Tables of the feed: what is filtered by apart from what is shown, so that going through all services reads little.

`words` and `terms` are texts with a mark around each entry: ` word word `, `|level:entry-1|level:entry-2|`. `x`, `y` and `z` are the place
on a unit sphere: any database can compare distances with them. Everything here can be made again from the event log.
"""

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text

from services.directory.adapters.tables import metadata
from shared.storage.types import BigNumber, JsonDocument, UtcDateTime

feed_services = Table(
    "feed_services",
    metadata,
    Column("id", String, primary_key=True),
    Column("subject", String, nullable=False, unique=True),
    Column("sequence", Integer, nullable=False),
    Column("at_id", String, unique=True),
    Column("organization_id", String, nullable=False),
    Column("provider_id", String, nullable=False),
    Column("venue_id", String),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
    Column("unchecked_at", UtcDateTime, index=True),
    Column("over_at", UtcDateTime, index=True),
    Column("withdrawn", Boolean, nullable=False),
    Column("minimum_age", Integer),
    Column("maximum_age", Integer),
    Column("x", Float),
    Column("y", Float),
    Column("z", Float),
    Column("terms", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index(None, "id", "at_id"),
    Index(None, "organization_id", "id"),
)

feed_sessions = Table(
    "feed_sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", Integer, primary_key=True),
    Column("day", String, nullable=False),
    Column("starts", String, nullable=False),
    Column("ends", String, nullable=False),
)

feed_states = Table(
    "feed_states",
    metadata,
    Column("id", String, primary_key=True),
    Column("state", JsonDocument, nullable=False),
)

feed_parts = Table(
    "feed_parts",
    metadata,
    Column("subject", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("feed_id", String, nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
    Column("details", JsonDocument, nullable=False),
)
"""Providers and venues as the public may see them."""

feed_position = Table(
    "feed_position",
    metadata,
    Column("made_by", String, primary_key=True),
    Column("position", BigNumber, nullable=False),
    Column("event_id", String, nullable=False),
    Column("begins_at", Integer, nullable=False, server_default="0"),  # the log's newest when this code began: before, it shows the past
    Column("changes", Integer, nullable=False, server_default="0"),  # batches written, in order or over the broker
)
"""One row: how far the feed is in the log, and which code made its rows. Other code begins anew."""
