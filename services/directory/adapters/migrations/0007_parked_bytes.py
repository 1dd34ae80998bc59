"""What came and is no event can be parked; drops and their reasons; tables of reconciling and replaying.

Revision ID: 0007
"""

from alembic import op

from shared.storage.schema import change_shared_to_v2

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    change_shared_to_v2(op)
