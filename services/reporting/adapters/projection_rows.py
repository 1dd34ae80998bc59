"""The stored rows of a projection, whichever: its table has its name, and a column for each field of its row."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, delete, select, tuple_

from services.reporting.adapters.tables import metadata
from services.reporting.domain.projection import Key, Projection
from shared.storage.upsert import upsert

R = TypeVar("R")
AT_ONCE = 1_000


class ProjectionRows(Generic[R]):
    def __init__(self, connection: Connection, projection: Projection[R]) -> None:
        self._connection, self._projection = connection, projection
        self._table = metadata.tables[projection.name]

    def some(self, keys: Collection[Key]) -> dict[Key, R]:
        """Those of these that are there."""
        wanted, found = list(keys), {}
        columns = tuple_(*(self._table.c[name] for name in self._projection.key))
        for start in range(0, len(wanted), AT_ONCE):
            for row in self._connection.execute(select(self._table).where(columns.in_(wanted[start : start + AT_ONCE]))):
                read = self._read(row)
                found[self._projection.key_of(read)] = read
        return found

    def put(self, rows: Iterable[R]) -> None:
        told = [asdict(row) for row in rows]  # type: ignore[call-overload]
        for start in range(0, len(told), AT_ONCE):
            upsert(self._connection, self._table, told[start : start + AT_ONCE])

    def every(self) -> Iterator[R]:
        for row in self._connection.execute(select(self._table)):
            yield self._read(row)

    def empty(self) -> None:
        self._connection.execute(delete(self._table))

    def _read(self, row: Any) -> R:
        return self._projection.row(**row._mapping)
