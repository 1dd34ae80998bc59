"""Tables for imports: what was brought in, row by row, so that it can be undone and its failed rows handed back."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from services.directory.adapters.tables import metadata
from shared.storage.types import JsonDocument, UtcDateTime

imports = Table(
    "imports",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by_subject", String, nullable=False),
    Column("by_name", String, nullable=False),
    Column("filename", Text, nullable=False),
    Column("sha256", String, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("authority", String, nullable=False, index=True),
    Column("provider_id", String, ForeignKey("providers.id"), index=True),
    Column("status", String, nullable=False),
    Column("headers", JsonDocument, nullable=False),
    Column("counts", JsonDocument, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", String),
    Column("left_alone", Integer, nullable=False, server_default="0"),
    Column("likely", JsonDocument),
    Index(None, "at", "id"),
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("import_id", String, ForeignKey("imports.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("action", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("aggregate_id", String, index=True),
    Column("before", JsonDocument),
    Column("sequence_after", Integer),
    Column("problems", JsonDocument, nullable=False),
    Column("cells", JsonDocument, nullable=False),
    Column("changes", JsonDocument),
    Column("notes", JsonDocument),
)

external_references = Table(
    "external_references",
    metadata,
    Column("kind", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("reference", String, primary_key=True),
    Column("aggregate_id", String, nullable=False, index=True),
    Column("import_id", String, ForeignKey("imports.id"), nullable=False),
)
