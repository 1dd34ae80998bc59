"""Insert or change, in one statement, the same on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; where the primary key exists, the columns given replace those stored. All rows name the same columns."""
    if not rows:
        return
    connection.execute(_merging(connection.dialect.name, table, tuple(rows[0])), [dict(row) for row in rows])


@cache
def _merging(dialect: str, table: Table, columns: tuple[str, ...]) -> Executable:
    """Made once: putting it together costs ten times what one row does."""
    key = [column.name for column in table.primary_key]
    statement = _insert(dialect, table)
    changed = {name: statement.excluded[name] for name in columns if name not in key}
    if changed:
        return statement.on_conflict_do_update(index_elements=key, set_=changed)
    return statement.on_conflict_do_nothing(index_elements=key)


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert the row unless its primary key exists. True when it was new."""
    key = list(table.primary_key)
    new = _insert(connection.dialect.name, table).values(**row).on_conflict_do_nothing(index_elements=key).returning(*key)
    return connection.execute(new).first() is not None  # its count of rows is not told on every database
