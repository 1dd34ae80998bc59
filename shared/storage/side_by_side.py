"""Old and new code on one PostgreSQL database: which code may still use it stands in the database itself (decision 19)."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, inspect, text

from shared.errors import Unavailable

NEEDED = "code_needed"
"""A table of one row: the newest revision that took something away. Code that knows it may run here, whatever was added since."""
BOOKKEEPING = ("alembic_version", NEEDED)


def note_code_needed(connection: Connection, known: Sequence[str], contracting: Collection[str]) -> None:
    """After migrating. `known`: every revision, oldest first."""
    needed = next((revision for revision in reversed(known) if revision in contracting), known[0])
    connection.execute(text(f"CREATE TABLE IF NOT EXISTS {NEEDED} (revision TEXT PRIMARY KEY)"))
    connection.execute(text(f"DELETE FROM {NEEDED}"))  # noqa: S608  a name of this module
    connection.execute(text(f"INSERT INTO {NEEDED} VALUES (:revision)"), {"revision": needed})  # noqa: S608  the same


def code_needed(connection: Connection) -> str | None:
    if not inspect(connection).has_table(NEEDED):
        return None
    return str(connection.execute(text(f"SELECT revision FROM {NEEDED}")).scalar_one())  # noqa: S608  the same


def refuse_another_order(connection: Connection) -> None:
    """Pages, cursors and indexes go by the order of texts; it has to be that of the code points, as in Python and SQLite."""
    by_code_points = connection.execute(text("SELECT 'B' < 'a' AND 'z' < 'é' AND current_setting('server_encoding') = 'UTF8'")).scalar_one()
    if not by_code_points:
        raise Unavailable(
            "This database orders texts by the rules of a language.",
            remedy="Make it with ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0, as docs/how-to/keep-a-postgresql-database.md says.",
        )


def owner_alone_writes_bookkeeping(connection: Connection) -> None:
    """The application reads it when it starts; the rights it has by default, or got by a backup put back, would let it write it too."""
    others = text(
        "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_name = ANY(:tables)"
        " AND grantor = current_user AND grantee <> current_user"
    )
    for role in connection.execute(others, {"tables": list(BOOKKEEPING)}).scalars().all():
        quoted = connection.dialect.identifier_preparer.quote(role)
        connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(BOOKKEEPING)} FROM {quoted}"))
