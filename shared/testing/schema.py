"""Does what the migrations made match what the code declares?"""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData

from shared.storage.database import Database
from shared.storage.side_by_side import NEEDED

HOW = {"compare_type": True, "compare_server_default": True, "include_name": lambda name, kind, _: (kind, name) != ("table", NEEDED)}


def differences(database: Database, metadata: MetaData) -> list[str]:
    """What a migrated database has otherwise than the MetaData; empty when they agree."""
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts=HOW)
        return [str(difference) for difference in compare_metadata(context, metadata)]
