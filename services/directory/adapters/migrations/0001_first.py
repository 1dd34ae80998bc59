"""The directory's tables as they first were.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.schema import create_shared_v1
from shared.storage.types import JsonDocument, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_shared_v1(op)
    _providers()
    _imports()
    _venues()
    _classes()
    _external_references()
    _import_rows()


def _providers() -> None:
    op.create_table(
        "providers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("details", JsonDocument(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_providers"),
    )
    op.create_index("ix_providers_authority", "providers", ["authority"], unique=False)
    op.create_index("ix_providers_name_key", "providers", ["name_key"], unique=False)


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_subject", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("headers", JsonDocument(), nullable=False),
        sa.Column("counts", JsonDocument(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_imports_provider_id_providers"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_authority", "imports", ["authority"], unique=False)
    op.create_index("ix_imports_provider_id", "imports", ["provider_id"], unique=False)


def _venues() -> None:
    op.create_table(
        "venues",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("steward", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("precision", sa.String(), nullable=True),
        sa.Column("area_lat", sa.Float(), nullable=True),
        sa.Column("area_lon", sa.Float(), nullable=True),
        sa.Column("area_precision", sa.String(), nullable=True),
        sa.Column("details", JsonDocument(), nullable=False),
        sa.ForeignKeyConstraint(["steward"], ["providers.id"], name="fk_venues_steward_providers"),
        sa.PrimaryKeyConstraint("id", name="pk_venues"),
    )
    op.create_index("ix_venues_authority", "venues", ["authority"], unique=False)
    op.create_index("ix_venues_name_key", "venues", ["name_key"], unique=False)
    op.create_index("ix_venues_steward", "venues", ["steward"], unique=False)


def _classes() -> None:
    op.create_table(
        "classes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("venue_id", sa.String(), nullable=True),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("verified_at", UtcDateTime(), nullable=False),
        sa.Column("verified_by", sa.String(), nullable=False),
        sa.Column("details", JsonDocument(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_classes_provider_id_providers"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_classes_venue_id_venues"),
        sa.PrimaryKeyConstraint("id", name="pk_classes"),
    )
    op.create_index("ix_classes_authority", "classes", ["authority"], unique=False)
    op.create_index("ix_classes_provider_id_name_key", "classes", ["provider_id", "name_key"], unique=False)
    op.create_index("ix_classes_venue_id", "classes", ["venue_id"], unique=False)


def _external_references() -> None:
    op.create_table(
        "external_references",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("aggregate_id", sa.String(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_external_references_import_id_imports"),
        sa.PrimaryKeyConstraint("kind", "scope", "reference", name="pk_external_references"),
    )
    op.create_index("ix_external_references_aggregate_id", "external_references", ["aggregate_id"], unique=False)


def _import_rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aggregate_id", sa.String(), nullable=True),
        sa.Column("before", JsonDocument(), nullable=True),
        sa.Column("sequence_after", sa.Integer(), nullable=True),
        sa.Column("problems", JsonDocument(), nullable=False),
        sa.Column("cells", JsonDocument(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_import_rows_import_id_imports"),
        sa.PrimaryKeyConstraint("import_id", "number", name="pk_import_rows"),
    )
    op.create_index("ix_import_rows_aggregate_id", "import_rows", ["aggregate_id"], unique=False)
