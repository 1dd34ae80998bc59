"""Insert or change, in one statement, the same on SQLite and PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Column, ColumnElement, Connection, Executable, Table, any_, bindparam, func, literal, select, text
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
    statement = _passing_over(connection.dialect.name, table, tuple(rows[0]), gives)
    if connection.dialect.name == "postgresql":
        return list(connection.execute(statement, {name: [row[name] for row in rows] for name in rows[0]}).scalars())
    return list(connection.execute(statement, [dict(row) for row in rows]).scalars())


@cache
def _passing_over(dialect: str, table: Table, columns: tuple[str, ...], gives: Column[T]) -> ReturningInsert[tuple[T]]:
    """On PostgreSQL one short statement, whatever the number of rows: a long one costs 80 µs a row to read, each time."""
    new = _insert(dialect, table)
    if dialect == "postgresql":
        lists = [bindparam(name, type_=ARRAY(table.c[name].type)) for name in columns]
        new = new.from_select(columns, select(text("*")).select_from(func.unnest(*lists)))
    return new.on_conflict_do_nothing(index_elements=[column.name for column in table.primary_key]).returning(gives)


def one_of(connection: Connection, column: Column[T], values: Collection[T]) -> ColumnElement[bool]:
    """Whether a column has one of these values; on PostgreSQL a statement that is the same for any number of them."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(column.type)))
    return column.in_(values)
