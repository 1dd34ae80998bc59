"""The directory's tables. Columns for what is looked up by; `details` holds the rest of the aggregate as its contract writes it.

`name_key` is the name without its capitals, accents and spaces, so that "St. John's  Hall" is found as "st john's hall".
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

from shared.storage.schema import NAMES, include_shared
from shared.storage.types import JsonDocument, UtcDateTime

metadata = MetaData(naming_convention=NAMES)
include_shared(metadata)

providers = Table(
    "providers",
    metadata,
    Column("id", String, primary_key=True),
    Column("authority", String, nullable=False, index=True),
    Column("name_key", String, nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
    Column("details", JsonDocument, nullable=False),
)

venues = Table(
    "venues",
    metadata,
    Column("id", String, primary_key=True),
    Column("authority", String, nullable=False, index=True),
    Column("name_key", String, nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("steward", String, ForeignKey("providers.id"), index=True),
    Column("sequence", Integer, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("precision", String),
    Column("area_lat", Float),
    Column("area_lon", Float),
    Column("area_precision", String),
    Column("details", JsonDocument, nullable=False),
)

classes = Table(
    "classes",
    metadata,
    Column("id", String, primary_key=True),
    Column("authority", String, nullable=False, index=True),
    Column("provider_id", String, ForeignKey("providers.id"), nullable=False),
    Column("venue_id", String, ForeignKey("venues.id"), index=True),
    Column("name_key", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("verified_at", UtcDateTime, nullable=False),
    Column("verified_by", String, nullable=False),
    Column("details", JsonDocument, nullable=False),
    Index(None, "provider_id", "name_key"),
)
