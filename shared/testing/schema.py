"""Does what the migrations made match what the code declares?"""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData

from shared.storage.database import Database


def differences(database: Database, metadata: MetaData) -> list[str]:
    """What a migrated database has otherwise than the MetaData; empty when they agree."""
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return [str(difference) for difference in compare_metadata(context, metadata)]
