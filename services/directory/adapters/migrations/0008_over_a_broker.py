"""How far the log was sent over a broker; and the feed counts its changes, since over a broker no position moves.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.schema import change_shared_to_v3

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    change_shared_to_v3(op)
    for name in ("begins_at", "changes"):
        op.add_column("feed_position", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
