"""The event store as the feed reads it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from services.reporting.adapters.event_store import EventStore
from services.reporting.adapters.tables import events
from services.reporting.adapters.works import ReportingLook, ReportingWorks
from services.reporting.use_cases.feed_ports import FeedLog, FeedLook, Place
from shared.contracts.event import Event


class StoredFeedLook:
    def __init__(self, look: ReportingLook) -> None:
        self._connection, self._store = look.connection, EventStore(look.connection)

    def end(self) -> Place:
        return self._at(self._store.end())

    def id_at(self, position: int) -> str | None:
        return self._connection.execute(select(events.c.event_id).where(events.c.position == position)).scalar_one_or_none()

    def begins(self, since: datetime) -> Place:
        """Off the index: the clock may have jumped, so the first received is taken, whatever stands behind it."""
        kept = select(events.c.position).where(events.c.received_at >= since)
        first = self._connection.execute(kept.order_by(events.c.received_at, events.c.position).limit(1)).scalar_one_or_none()
        return self.end() if first is None else self._at(first - 1)

    def after(self, position: int, limit: int, types: Collection[str], authorities: Collection[str]) -> Sequence[tuple[int, Event]]:
        return self._store.after(position, limit, types, authorities)

    def newest_of(self, subjects: Collection[str]) -> Sequence[Event]:
        return self._store.newest_of(subjects)

    def _at(self, position: int) -> Place:
        return Place(position, self.id_at(position) or "") if position else Place()


def feed_log(works: ReportingWorks) -> FeedLog:
    @contextmanager
    def look() -> Iterator[FeedLook]:
        with works.look() as stores:
            yield StoredFeedLook(stores)

    return look
