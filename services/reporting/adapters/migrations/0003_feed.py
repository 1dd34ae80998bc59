"""What the feed of events looks up on every page: where it begins, and what was last said of something.

Revision ID: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_events_received_at_position", "events", ["received_at", "position"], unique=False)
    op.create_index("ix_events_subject_sequence", "events", ["subject", "sequence"], unique=False)
