"""Tables for keeping listings fresh: who was asked, what was verified together, and how listings stood month by month."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from services.directory.adapters.tables import metadata
from shared.storage.types import JsonDocument, UtcDateTime

asks = Table(
    "asks",
    metadata,
    Column("id", String, primary_key=True),
    Column("provider_id", String, ForeignKey("providers.id"), nullable=False, index=True),
    Column("authority", String, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("how", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("by_subject", String, nullable=False),
    Column("by_name", String, nullable=False),
    Column("outcome", String),
    Column("outcome_note", Text),
    Column("outcome_at", UtcDateTime),
    Column("outcome_by", String),
    Column("taken_back_at", UtcDateTime),
    Column("taken_back_by", String),
    Column("sequence", Integer, nullable=False),
)

verifications = Table(
    "verifications",
    metadata,
    Column("id", String, primary_key=True),
    Column("provider_id", String, ForeignKey("providers.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by_subject", String, nullable=False),
    Column("by_name", String, nullable=False),
    Column("known_how", Text, nullable=False),
    Column("verified", JsonDocument, nullable=False),
    Column("left_out", JsonDocument, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", String),
)

class_months = Table(
    "class_months",
    metadata,
    Column("class_id", String, primary_key=True),
    Column("month", Integer, primary_key=True),
    Column("until", Integer),
    Column("authority", String, nullable=False),
    Column("provider_id", String, nullable=False, index=True),
    Column("network", Text),
    Column("kept_until", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
)
"""How a class stood at the end of each month in which something was said of it; it stood so until the month of its next row, `until`.

Made from the class events and from nothing else; migration 0003 made it from those that were there before it.
"""
