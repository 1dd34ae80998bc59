"""Every event ever heard, from every producer, in one order that every reader sees alike. Only added to.

Writers of a service take turns, so a position is given as the row is written, and positions are never seen out of order.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select

from services.reporting.adapters.tables import events
from shared.contracts.event import Event

_FIELDS = ("source", "type", "subject", "time", "authority", "sequence", "traceparent", "data")


class EventStore:
    """For the length of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._end: int | None = None

    def append(self, said: Iterable[Event], received_at: datetime) -> list[Event]:
        """Keep these in this order; returns those that were new. One that is there already is left as it is."""
        return [event for event in said if self._added(event, received_at)]

    def after(
        self, position: int, limit: int, types: Collection[str] | None = None, authorities: Collection[str] | None = None
    ) -> list[tuple[int, Event]]:
        """The next events behind a position, oldest first, each with its own. None: of all types, of all authorities."""
        query = select(events).where(events.c.position > position)
        if types is not None:
            query = query.where(events.c.type.in_(types))
        if authorities is not None:
            query = query.where(events.c.authority.in_(authorities))
        rows = self._connection.execute(query.order_by(events.c.position).limit(limit))
        return [(row.position, _event_of(row)) for row in rows]

    def end(self) -> int:
        """The position of the newest; 0 before the first."""
        return int(self._connection.execute(select(func.coalesce(func.max(events.c.position), 0))).scalar_one())

    def oldest(self) -> int:
        """The position of the oldest that is still kept; 1 before the first, which will be that."""
        return int(self._connection.execute(select(func.coalesce(func.min(events.c.position), 1))).scalar_one())

    def find(self, event_id: str) -> tuple[int, Event] | None:
        row = self._connection.execute(select(events).where(events.c.event_id == event_id)).first()
        return (row.position, _event_of(row)) if row else None

    def last_said(self) -> datetime | None:
        """When the newest that was kept was said; None before the first."""
        newest = select(events.c.time).order_by(events.c.position.desc()).limit(1)
        return self._connection.execute(newest).scalar_one_or_none()

    def ids(self, source: str) -> list[str]:
        """Of everything one producer said, in no order that means anything."""
        return list(self._connection.execute(select(events.c.event_id).where(events.c.source == source)).scalars())

    def _added(self, event: Event, received_at: datetime) -> bool:
        if self._holds(event):
            return False
        if self._end is None:
            self._end = self.end()
        self._end += 1
        row = {field: getattr(event, field) for field in _FIELDS}
        self._connection.execute(insert(events), [{**row, "position": self._end, "event_id": event.id, "received_at": received_at}])
        return True

    def _holds(self, event: Event) -> bool:
        """The time is what PostgreSQL finds the month by."""
        same = select(events.c.position).where(events.c.event_id == event.id, events.c.time == event.time)
        return self._connection.execute(same).first() is not None


def _event_of(row: Row[tuple[object, ...]]) -> Event:
    return Event(id=row.event_id, **{field: getattr(row, field) for field in _FIELDS})
