"""Events whose handler failed: tried again after 1 s, 10 s, 1 min, 10 min and 1 h, then parked. Kept in the consumer's database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, select

from shared.clock import Clock
from shared.contracts.event import Event
from shared.errors import SignpostError
from shared.messaging.parking import POISON, TOO_OFTEN_FAILED, dropped, given_up, park
from shared.messaging.subscription import Poison
from shared.storage.database import Database
from shared.storage.schema import retries
from shared.storage.upsert import upsert
from shared.telemetry import metrics

RUNGS = (timedelta(seconds=1), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


@dataclass(frozen=True)
class Retry:
    """An event that waits to be tried again; `attempts` were made."""

    event: Event
    attempts: int


class Ladder:
    """What failed in one consumer's database, for all consumers that share it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock

    def failed(self, consumer: str, event: Event, error: Exception, attempts: int) -> None:
        """Note a failure; `attempts` counts this one. The next rung, or parked when there is none or trying cannot help.

        What a person dropped and came again is not tried again.
        """
        row = {"consumer": consumer, "event_id": event.id, "attempts": attempts, "error": describe(error)}
        row |= {"traceparent": event.traceparent, "event": event.model_dump(mode="json")}
        metrics.failed.labels(consumer).inc()
        with self.database.write() as connection:
            if isinstance(error, Poison):
                self._park(connection, row, POISON)
            elif attempts > len(RUNGS):
                self._park(connection, row, TOO_OFTEN_FAILED)
            elif dropped(connection, consumer, [event.id]):
                self._forget(connection, consumer, event.id)
            else:
                upsert(connection, retries, [{**row, "due": self.clock.now() + RUNGS[attempts - 1]}])

    def due(self, consumer: str, limit: int) -> list[Retry]:
        """Those whose time has come, the longest due first."""
        mine = select(retries).where(retries.c.consumer == consumer, retries.c.due <= self.clock.now())
        with self.database.read() as connection:
            rows = connection.execute(mine.order_by(retries.c.due, retries.c.event_id).limit(limit)).all()
        return [Retry(Event.model_validate(row.event), row.attempts) for row in rows]

    def settled(self, consumer: str, event_id: str) -> None:
        """It had its effect at last."""
        with self.database.write() as connection:
            self._forget(connection, consumer, event_id)

    def holds(self, consumer: str, ids: Collection[str]) -> set[str]:
        """Of these, what waits here to be tried again, or was given up on: parked and not sent on, or dropped."""
        waits = select(retries.c.event_id).where(retries.c.consumer == consumer, retries.c.event_id.in_(ids))
        with self.database.read() as connection:
            return {*connection.execute(waits).scalars(), *given_up(connection, consumer, ids)}

    def _park(self, connection: Connection, row: dict[str, object], reason: str) -> None:
        park(connection, row, reason, self.clock.now())
        self._forget(connection, str(row["consumer"]), str(row["event_id"]))

    def _forget(self, connection: Connection, consumer: str, event_id: str) -> None:
        connection.execute(delete(retries).where(retries.c.consumer == consumer, retries.c.event_id == event_id))


def describe(error: BaseException) -> str:
    """What went wrong, in words that cannot hold personal data: our own errors' text; of others only their kind and place."""
    kind = type(error).__name__
    if isinstance(error, SignpostError | Poison):
        return f"{kind}: {error}"
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    return f"{kind} in {frame.tb_frame.f_code.co_qualname}, line {frame.tb_lineno}" if frame else kind
