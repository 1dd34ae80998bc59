"""Every event ever heard, from every producer, in one order that every reader sees alike. Only added to.

Writers of a service take turns, so a position is given as the row is written, and positions are never seen out of order.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select

from services.reporting.adapters.tables import events
from shared.contracts.event import Event

AT_ONCE = 500
_FIELDS = ("source", "type", "subject", "time", "authority", "sequence", "traceparent", "data")


class EventStore:
    """For the length of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, said: Iterable[Event], received_at: datetime) -> list[Event]:
        """Keep these in this order; returns those that were new. One that is there already is left as it is."""
        offered = {event.id: event for event in said}
        held = self._held(list(offered.values()))
        new = [event for id, event in offered.items() if id not in held]
        end = self.end() if new else 0
        rows = [{**_row(event), "position": end + number, "received_at": received_at} for number, event in enumerate(new, start=1)]
        if rows:
            self._connection.execute(insert(events), rows)
        return new

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
        return [(row.position, event_of(row)) for row in rows]

    def end(self) -> int:
        """The position of the newest; 0 before the first."""
        return int(self._connection.execute(select(func.coalesce(func.max(events.c.position), 0))).scalar_one())

    def oldest(self) -> int:
        """The position of the oldest that is still kept; 1 before the first, which will be that."""
        return int(self._connection.execute(select(func.coalesce(func.min(events.c.position), 1))).scalar_one())

    def find(self, event_id: str) -> tuple[int, Event] | None:
        row = self._connection.execute(select(events).where(events.c.event_id == event_id)).first()
        return (row.position, event_of(row)) if row else None

    def last_said(self) -> datetime | None:
        """When the newest that was kept was said; None before the first."""
        newest = select(events.c.time).order_by(events.c.position.desc()).limit(1)
        return self._connection.execute(newest).scalar_one_or_none()

    def newest_of(self, subjects: Collection[str]) -> list[Event]:
        """Of each of these subjects the event with the highest sequence."""
        last = select(events.c.subject, func.max(events.c.sequence).label("sequence")).where(events.c.subject.in_(subjects))
        newest = last.group_by(events.c.subject).subquery()
        same = and_(events.c.subject == newest.c.subject, events.c.sequence == newest.c.sequence)
        return [event_of(row) for row in self._connection.execute(select(events).join(newest, same))]

    def ids(self, source: str) -> list[str]:
        """Of everything one producer said, in no order that means anything."""
        return list(self._connection.execute(select(events.c.event_id).where(events.c.source == source)).scalars())

    def _held(self, offered: Sequence[Event]) -> set[str]:
        """The times are what PostgreSQL finds the months by."""
        held: set[str] = set()
        for start in range(0, len(offered), AT_ONCE):
            some = offered[start : start + AT_ONCE]
            times = [event.time for event in some]
            same = select(events.c.event_id).where(events.c.event_id.in_([event.id for event in some]))
            held.update(self._connection.execute(same.where(events.c.time.between(min(times), max(times)))).scalars())
        return held


def _row(event: Event) -> dict[str, Any]:
    return {"event_id": event.id, **{field: getattr(event, field) for field in _FIELDS}}


def event_of(row: Row[tuple[object, ...]]) -> Event:
    return Event(id=row.event_id, **{field: getattr(row, field) for field in _FIELDS})
