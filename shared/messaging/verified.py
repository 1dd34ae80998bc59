"""How far a consumer was compared with its producer's log, and what was found missing: kept in the consumer's database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, insert, select

from shared.messaging.source import Head
from shared.storage.database import Database
from shared.storage.schema import repairs, verified
from shared.storage.upsert import upsert
from shared.telemetry import metrics


@dataclass(frozen=True)
class Verified:
    """Up to `position` everything was dealt with. Of events told before `pruned_before` the inbox keeps no full account."""

    position: int = 0
    event_id: str = ""
    event_time: datetime | None = None
    at: datetime | None = None
    pruned_before: datetime | None = None


@dataclass(frozen=True)
class Repair:
    """An event that had not come to its consumer, and how long it had been missing when it was brought."""

    at: datetime
    consumer: str
    source: str
    event_id: str
    position: int
    missing: timedelta


class VerifiedStore:
    """Of one consumer and one producer."""

    def __init__(self, database: Database, consumer: str, source: str) -> None:
        self._database, self._consumer, self._source = database, consumer, source

    def read(self) -> Verified:
        mine = select(verified).where(self._mine())
        with self._database.read() as connection:
            row = connection.execute(mine).one_or_none()
        return Verified(row.position, row.event_id, row.event_time, row.at, row.pruned_before) if row else Verified()

    def reach(self, head: Head, now: datetime) -> None:
        """Everything up to this event was dealt with."""
        place = {"position": head.position, "event_id": head.id, "event_time": head.time, "at": now}
        self._write(place)

    def begin_anew(self, now: datetime) -> None:
        """The log is another one."""
        self._write({"position": 0, "event_id": "", "event_time": None, "at": now})

    def prune(self, before: datetime, now: datetime) -> None:
        """Of events told before this moment the inbox is about to forget all but the newest of each subject."""
        known = self.read()
        place = {"position": known.position, "event_id": known.event_id, "event_time": known.event_time, "at": known.at or now}
        self._write({**place, "pruned_before": max(before, known.pruned_before or before)})

    def record(self, heads: Sequence[Head], now: datetime) -> None:
        """These had not come, and were brought now."""
        rows = [
            {
                "at": now,
                "consumer": self._consumer,
                "source": self._source,
                "event_id": head.id,
                "position": head.position,
                "missing_seconds": int((now - head.time).total_seconds()),
            }
            for head in heads
        ]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert(repairs), rows)
            metrics.repaired.labels(self._consumer).inc(len(rows))

    def repairs(self, limit: int = 20) -> list[Repair]:
        """The last ones, newest first."""
        mine = select(repairs).where(repairs.c.consumer == self._consumer, repairs.c.source == self._source)
        with self._database.read() as connection:
            rows = connection.execute(mine.order_by(repairs.c.row.desc()).limit(limit)).all()
        return [
            Repair(row.at, row.consumer, row.source, row.event_id, row.position, timedelta(seconds=row.missing_seconds)) for row in rows
        ]

    def _write(self, place: dict[str, object]) -> None:
        with self._database.write() as connection:
            upsert(connection, verified, [{"consumer": self._consumer, "source": self._source, **place}])

    def _mine(self) -> ColumnElement[bool]:
        return and_(verified.c.consumer == self._consumer, verified.c.source == self._source)
