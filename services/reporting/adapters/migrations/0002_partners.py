"""Partner systems, and the digests of their secrets.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.types import JsonDocument, UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("authorities", JsonDocument(), nullable=False),
        sa.Column("types", JsonDocument(), nullable=False),
        sa.Column("broker_password", sa.String(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("rotated_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("renew", sa.Boolean(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_partners"),
    )
    op.create_table(
        "partner_secrets",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["partner"], ["partners.name"], name="fk_partner_secrets_partner_partners"),
        sa.PrimaryKeyConstraint("digest", name="pk_partner_secrets"),
    )
    op.create_index("ix_partner_secrets_partner", "partner_secrets", ["partner"], unique=False)
