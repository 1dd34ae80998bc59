"""Insert or change, in one statement, the same on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

Row = Mapping[str, Any]
T = TypeVar("T")


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


def insert_new(connection: Connection, table: Table, rows: Sequence[Row], gives: Column[T]) -> list[T]:
    """Insert the rows whose primary key does not exist yet; what each of those has in the column `gives`. All name the same columns."""
    if not rows:
        return []
    return list(connection.execute(_passing_over(connection.dialect.name, table, gives), [dict(row) for row in rows]).scalars())


@cache
def _passing_over(dialect: str, table: Table, gives: Column[T]) -> ReturningInsert[tuple[T]]:
    key = [column.name for column in table.primary_key]
    return _insert(dialect, table).on_conflict_do_nothing(index_elements=key).returning(gives)
