"""Reporting's tables: every event ever heard, and what is counted from them.

`events` is the truth; every other table here can be made again from it (`signpost reporting rebuild`).
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from shared.storage.schema import NAMES, include_shared
from shared.storage.types import JsonDocument, UtcDateTime

metadata = MetaData(naming_convention=NAMES)
include_shared(metadata)

events = Table(
    "events",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),  # the order everybody who reads this store sees
    Column("time", UtcDateTime, primary_key=True),  # PostgreSQL wants what it partitions by in every unique key
    Column("event_id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("traceparent", Text),
    Column("data", JsonDocument, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    UniqueConstraint("event_id", "time"),
    Index(None, "received_at", "position"),  # where the feed begins
    Index(None, "subject", "sequence"),  # what was last said of something
)

supply = Table(
    "supply",
    metadata,
    Column("class_id", String, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("event_id", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("levels", Text, nullable=False),
    Column("format", String, nullable=False),
    Column("open_places", Integer),
    Column("waiting", Integer),
    Column("last_day", Date),
    Column("verified_at", UtcDateTime, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index(None, "authority"),
)
"""One row a class, as it was last told, those withdrawn too: an older event that comes late must find a newer one there."""
