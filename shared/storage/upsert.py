"""Insert or change, in one statement, the same on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; where the primary key exists, the columns given replace those stored. All rows name the same columns."""
    if not rows:
        return
    key = [column.name for column in table.primary_key]
    statement = _insert(connection, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if changed:
        merged = statement.on_conflict_do_update(index_elements=key, set_=changed)
    else:
        merged = statement.on_conflict_do_nothing(index_elements=key)
    connection.execute(merged, [dict(row) for row in rows])


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert the row unless its primary key exists. True when it was new."""
    key = [column.name for column in table.primary_key]
    return connection.execute(_insert(connection, table).values(**row).on_conflict_do_nothing(index_elements=key)).rowcount == 1
