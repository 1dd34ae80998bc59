"""The stored rows of a projection, whichever: its table has its name, and a column for each field of its row."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, delete, select

from services.reporting.adapters.tables import metadata
from services.reporting.domain.projection import Key, Projection
from shared.storage.upsert import upsert

R = TypeVar("R")
AT_ONCE = 1_000


class ProjectionRows(Generic[R]):
    def __init__(self, connection: Connection, projection: Projection[R]) -> None:
        self._connection, self._projection = connection, projection
        self._table = metadata.tables[projection.name]

    def get(self, key: Key) -> R | None:
        this = [self._table.c[name] == value for name, value in zip(self._projection.key, key, strict=True)]
        row = self._connection.execute(select(self._table).where(*this)).one_or_none()
        return self._read(row) if row else None

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
