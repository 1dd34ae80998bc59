"""What the report of an import tells: what changed field by field, what was left out and why, what is likely there already.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.types import JsonDocument

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("imports", sa.Column("left_alone", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("imports", sa.Column("likely", JsonDocument()))
    op.add_column("import_rows", sa.Column("changes", JsonDocument()))
    op.add_column("import_rows", sa.Column("notes", JsonDocument()))
    op.create_index("ix_imports_at_id", "imports", ["at", "id"])
