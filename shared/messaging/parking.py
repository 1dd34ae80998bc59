"""Events that were given up on, kept until a person decides: nothing is ever dropped by itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, select, update

from shared.clock import Clock
from shared.contracts.event import Event
from shared.storage.database import Database
from shared.storage.schema import parked, retries
from shared.storage.upsert import upsert


@dataclass(frozen=True)
class ParkedEvent:
    """`reason` is "poison" (its data does not fit the contract) or "failed too often"; `error` holds no personal data.

    `redriven_at` is set once a person sent it on again; it is cleared should the event be parked anew.
    """

    consumer: str
    event: Event
    reason: str
    error: str
    attempts: int
    parked_at: datetime
    redriven_at: datetime | None
    redriven_by: str | None


class Parking:
    """What is parked in one consumer's database, for all consumers that share it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def waiting(self) -> list[ParkedEvent]:
        """Those nobody has sent on yet, oldest first."""
        return self._read(select(parked).where(parked.c.redriven_at.is_(None)).order_by(parked.c.parked_at, parked.c.event_id))

    def show(self, event_id: str) -> list[ParkedEvent]:
        """One per consumer that parked it, those sent on included."""
        return self._read(select(parked).where(parked.c.event_id == event_id).order_by(parked.c.consumer))

    def redrive(self, event_id: str, by: str) -> int:
        """Let the consumers that parked it try again from the first rung; returns how many do. Asking twice does it once."""
        with self._database.write() as connection:
            rows = connection.execute(select(parked).where(parked.c.event_id == event_id, parked.c.redriven_at.is_(None))).all()
            for row in rows:
                self._send_on(connection, row, by)
        return len(rows)

    def _send_on(self, connection: Connection, row: Row[tuple[object, ...]], by: str) -> None:
        now = self._clock.now()
        again = {"consumer": row.consumer, "event_id": row.event_id, "attempts": 0, "error": row.error, "due": now}
        upsert(connection, retries, [{**again, "traceparent": row.traceparent, "event": row.event}])
        this = (parked.c.consumer == row.consumer, parked.c.event_id == row.event_id)
        connection.execute(update(parked).where(*this).values(redriven_at=now, redriven_by=by))

    def _read(self, query: Select[tuple[object, ...]]) -> list[ParkedEvent]:
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        names = ("consumer", "reason", "error", "attempts", "parked_at", "redriven_at", "redriven_by")
        return [ParkedEvent(event=Event.model_validate(row.event), **{name: getattr(row, name) for name in names}) for row in rows]
