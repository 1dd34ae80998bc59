"""Counting the rows of supply in the database: those alike together, so that a region is some hundred numbers, not all its classes."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Integer, and_, case, cast, func, or_, select

from services.reporting.adapters.tables import supply
from services.reporting.domain.counting import Alike, Figures

_ALIKE = (supply.c.authority, supply.c.levels, supply.c.format)


class SupplyCounts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def on_offer(self, today: date, checked_since: datetime) -> list[Alike]:
        """Not withdrawn, not over, and said to be right since then."""
        sums = (
            func.count(),
            func.count(supply.c.open_places),
            func.sum(case((supply.c.open_places > 0, 1), else_=0)),
            func.coalesce(func.sum(supply.c.open_places), 0),
            func.coalesce(func.sum(supply.c.waiting), 0),
        )
        query = select(*_ALIKE, *(cast(each, Integer) for each in sums)).where(_listed(today), supply.c.verified_at >= checked_since)
        return [Alike(row[0], row[1], row[2], Figures(*row[3:])) for row in self._connection.execute(query.group_by(*_ALIKE))]

    def unchecked(self, today: date, checked_since: datetime) -> int:
        """Neither withdrawn nor over, but nobody has said for too long that they are right."""
        query = select(func.count()).select_from(supply).where(_listed(today), supply.c.verified_at < checked_since)
        return int(self._connection.execute(query).scalar_one())


def _listed(today: date) -> ColumnElement[bool]:
    return and_(~supply.c.withdrawn, or_(supply.c.last_day.is_(None), supply.c.last_day >= today))
