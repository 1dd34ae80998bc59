"""Tables of partner systems: who may hear what, and the secrets that prove who asks."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from services.reporting.adapters.tables import metadata
from shared.storage.types import JsonDocument, UtcDateTime

partners = Table(
    "partners",
    metadata,
    Column("name", String, primary_key=True),
    Column("authorities", JsonDocument, nullable=False),
    Column("types", JsonDocument, nullable=False),
    Column("broker_password", String, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("rotated_at", UtcDateTime),
    Column("removed_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("renew", Boolean, nullable=False),
    Column("cut", Boolean, nullable=False),
)

partner_secrets = Table(
    "partner_secrets",
    metadata,
    Column("digest", String, primary_key=True),  # what each request of the feed is looked up by
    Column("partner", String, ForeignKey("partners.name"), nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
)
"""Digests, never a secret. Rows stay after they ended: they say when which secret was good."""
