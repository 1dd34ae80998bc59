"""The outbox is the event log: every event a service ever said, in one order that every reader sees alike."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Text, cast, func, select, update

from shared.contracts.event import Event
from shared.messaging.inbox import Reached
from shared.messaging.source import Head
from shared.storage.database import Database
from shared.storage.schema import outbox

SEQUENCED_AT_ONCE = 5000
_NEW = outbox.c.position.is_(None)


@dataclass(frozen=True, slots=True)
class Logged:
    """An event as it is written, for passing on: `data` is JSON that nobody needs to read on the way."""

    position: int
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    authority: str
    sequence: int
    traceparent: str | None
    data: str


_WRITTEN = (
    *(outbox.c[name] for name in ("position", "event_id", "source", "type", "subject", "time", "authority", "sequence", "traceparent")),
    cast(outbox.c.data, Text),
)


class EventLog:
    """One producer's events. Readers go by `position`: row numbers may commit out of order, positions do not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sequence_new(self) -> int:
        """Give rows that have none their position; returns how many. Safe to call from anywhere: one does it at a time."""
        if not self._any_new():  # most calls: no need to take the writers' lock
            return 0
        with self._database.write() as connection:
            newest = connection.execute(select(func.coalesce(func.max(outbox.c.position), 0))).scalar_one()
            step = func.row_number().over(order_by=outbox.c.row).label("step")
            new = select(outbox.c.row, step).where(_NEW).order_by(outbox.c.row).limit(SEQUENCED_AT_ONCE).subquery()
            placed = update(outbox).where(outbox.c.row == new.c.row).values(position=newest + new.c.step)
            return int(connection.execute(placed).rowcount)

    def after(self, position: int, limit: int, types: Collection[str] | None = None) -> list[tuple[int, Event]]:
        """The next events behind a position, oldest first, each with its own."""
        query = select(outbox).where(outbox.c.position > position).order_by(outbox.c.position).limit(limit)
        if types is not None:
            query = query.where(outbox.c.type.in_(types))
        with self._database.read() as connection:
            return [(row.position, event_of(row)) for row in connection.execute(query)]

    def written_after(self, position: int, limit: int, types: Collection[str] | None = None) -> list[Logged]:
        """The same, as they are written."""
        query = select(*_WRITTEN).where(outbox.c.position > position).order_by(outbox.c.position).limit(limit)
        if types is not None:
            query = query.where(outbox.c.type.in_(types))
        with self._database.read() as connection:
            return [Logged(*row) for row in connection.execute(query)]

    def heads(self, after: int, limit: int) -> list[Head]:
        """The same without what they say; those that had no position yet get theirs first."""
        self.sequence_new()
        columns = (outbox.c.position, outbox.c.event_id, outbox.c.type, outbox.c.subject, outbox.c.sequence, outbox.c.time)
        query = select(*columns).where(outbox.c.position > after).order_by(outbox.c.position).limit(limit)
        with self._database.read() as connection:
            return [Head(*row) for row in connection.execute(query)]

    def before(self, moment: datetime) -> int:
        """The position before the first event that was said at that moment or later; the last one when none was."""
        first = select(func.min(outbox.c.position)).where(outbox.c.time >= moment)
        with self._database.read() as connection:
            found = connection.execute(first).scalar_one()
        return self.end().position if found is None else int(found) - 1

    def latest(self, limit: int) -> list[tuple[int, Event]]:
        """The last events that have a position, oldest first."""
        query = select(outbox).where(outbox.c.position.is_not(None)).order_by(outbox.c.position.desc()).limit(limit)
        with self._database.read() as connection:
            return [(row.position, event_of(row)) for row in connection.execute(query)][::-1]

    def find(self, event_id: str) -> tuple[int | None, Event] | None:
        """One event by its id; its position is None for the moment before it has one."""
        with self._database.read() as connection:
            row = connection.execute(select(outbox).where(outbox.c.event_id == event_id)).one_or_none()
        return (row.position, event_of(row)) if row else None

    def said(self) -> dict[str, datetime]:
        """The id of everything there is, and when it was said."""
        with self._database.read() as connection:
            return {row.event_id: row.time for row in connection.execute(select(outbox.c.event_id, outbox.c.time))}

    def id_at(self, position: int) -> str | None:
        """Which event has this position; None when none has."""
        with self._database.read() as connection:
            return connection.execute(select(outbox.c.event_id).where(outbox.c.position == position)).scalar_one_or_none()

    def end(self) -> Reached:
        """The last event that has a position."""
        placed = select(outbox.c.position, outbox.c.event_id).where(outbox.c.position.is_not(None))
        with self._database.read() as connection:
            row = connection.execute(placed.order_by(outbox.c.position.desc()).limit(1)).one_or_none()
        return Reached(row.position, row.event_id) if row else Reached()

    def newest(self) -> int:
        """The position of the last event, those about to get theirs counted in; 0 when there is none."""
        last = select(func.coalesce(func.max(outbox.c.position), 0)).scalar_subquery()
        waiting = select(func.count()).where(_NEW).scalar_subquery()
        with self._database.read() as connection:
            return int(connection.execute(select(last + waiting)).scalar_one())

    def _any_new(self) -> bool:
        with self._database.read() as connection:
            return connection.execute(select(outbox.c.row).where(_NEW).limit(1)).first() is not None


def event_of(row: Row[tuple[object, ...]]) -> Event:
    fields = ("source", "type", "subject", "time", "authority", "sequence", "traceparent", "data")
    return Event(id=row.event_id, **{field: getattr(row, field) for field in fields})
