"""What was given up on, kept until a person decides: nothing is ever dropped by itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, insert, select, update

from shared.clock import Clock
from shared.contracts.event import Event
from shared.messaging.unreadable import Unreadable, bounded, key_of, storable
from shared.storage.database import Database
from shared.storage.history import history_of
from shared.storage.port import HistoryEntry
from shared.storage.schema import history, parked, retries
from shared.storage.upsert import upsert
from shared.telemetry import metrics

POISON = "poison"
TOO_OFTEN_FAILED = "failed too often"
NO_EVENT = "no event"
TOO_OFTEN_DELIVERED = "delivered too often"
DECIDED = "parked event"
"""What the history calls them."""
UNDECIDED = dict.fromkeys(("redriven_at", "redriven_by", "redriven_why", "dropped_at", "dropped_by", "dropped_why"))
_WAITS = and_(parked.c.redriven_at.is_(None), parked.c.dropped_at.is_(None))
_NAMES = ("consumer", "reason", "error", "attempts", "traceparent", "parked_at", *UNDECIDED)

ParkedKey = tuple[str, str]
"""A consumer and the id of what it parked."""


@dataclass(frozen=True)
class Parked:
    """`reason`: "poison" (its data does not fit the contract), "failed too often", "delivered too often" (the broker gave it up),
    or "no event": then `event` is None, `unreadable` what came, and `id` a digest of it. `error` holds no personal data.

    Redriven: a person sent it on again; cleared should it be parked anew. Dropped: a person gave it up for good.
    """

    id: str
    consumer: str
    event: Event | None
    unreadable: Unreadable | None
    reason: str
    error: str
    attempts: int
    traceparent: str | None
    parked_at: datetime
    redriven_at: datetime | None
    redriven_by: str | None
    redriven_why: str | None
    dropped_at: datetime | None
    dropped_by: str | None
    dropped_why: str | None

    @property
    def key(self) -> ParkedKey:
        return self.consumer, self.id


class Parking:
    """What is parked in one consumer's database, for all consumers that share it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def park_bytes(self, consumer: str, body: bytes, headers: Mapping[str, object], reason: str, error: str) -> str:
        """Keep what is no event; returns the id it is found by. The same again is counted, not kept twice."""
        kept, key = bounded(body, headers), key_of(body, headers)
        raw = {"event": None, "body": kept.body, "body_bytes": kept.body_bytes, "headers": kept.headers}
        with self._database.write() as connection:
            before = _find(connection, (consumer, key))
            row = {"consumer": consumer, "event_id": key, "attempts": (before.attempts if before else 0) + 1, "traceparent": None}
            park(connection, {**row, **raw, "error": storable(error)}, reason, self._clock.now())
        return key

    def park_event(self, consumer: str, event: Event, reason: str, error: str, attempts: int) -> None:
        """Keep an event that the consumer's own ladder never saw: the broker's dead letters."""
        row = {"consumer": consumer, "event_id": event.id, "attempts": attempts, "error": storable(error)}
        row |= {"traceparent": event.traceparent, "event": event.model_dump(mode="json")}
        with self._database.write() as connection:
            park(connection, row, reason, self._clock.now())

    def waiting(self) -> list[Parked]:
        """Those nobody has sent on or dropped yet, oldest first."""
        return self._read(select(parked).where(_WAITS).order_by(parked.c.parked_at, parked.c.event_id))

    def show(self, event_id: str) -> list[Parked]:
        """One per consumer that parked it, those sent on or dropped included."""
        return self._read(select(parked).where(parked.c.event_id == event_id).order_by(parked.c.consumer))

    def decisions(self, event_id: str) -> list[HistoryEntry]:
        """Who sent it on or dropped it, when and why, newest first: also those from before it was parked anew."""
        with self._database.read() as connection:
            return history_of(connection, DECIDED, event_id)

    def redrive(self, event_id: str, by: str, why: str = "") -> int:
        """Let the consumers that parked it try again from the first rung; returns how many do. Asking twice does it once."""
        return self.send_on([one.key for one in self.show(event_id)], by, why)

    def send_on(self, keys: Sequence[ParkedKey], by: str, why: str) -> int:
        """The same for many. Passed over: what was sent on or dropped meanwhile, and what is no event."""
        with self._database.write() as connection:
            rows = [row for row in _waiting(connection, keys) if row.event is not None]
            for row in rows:
                _retry(connection, row, self._clock.now())
                self._decide(connection, row, "redriven", by, why)
        return len(rows)

    def drop(self, keys: Sequence[ParkedKey], by: str, why: str) -> int:
        """Give them up for good; returns how many waited. They stay in the table, and nothing of them is tried again."""
        with self._database.write() as connection:
            rows = _waiting(connection, keys)
            for row in rows:
                self._decide(connection, row, "dropped", by, why)
        return len(rows)

    def _decide(self, connection: Connection, row: Row[Any], what: str, by: str, why: str) -> None:
        """On the row as it stands, and in the history, which a later parking leaves alone."""
        now = self._clock.now()
        decided = {f"{what}_at": now, f"{what}_by": by, f"{what}_why": why}
        connection.execute(update(parked).where(_is((row.consumer, row.event_id))).values(**decided))
        note = {"kind": DECIDED, "entity_id": row.event_id, "action": what, "sequence": row.event["sequence"] if row.event else 0}
        who = {"actor_subject": by, "actor_name": by, "purpose": why, "at": now}
        connection.execute(insert(history).values(**note, **who, changes={"consumer": [row.consumer, row.consumer]}))

    def _read(self, query: Select[Any]) -> list[Parked]:
        with self._database.read() as connection:
            return [_parked(row) for row in connection.execute(query)]


def park(connection: Connection, row: Mapping[str, Any], reason: str, now: datetime) -> None:
    """In a transaction of the caller's. What a person dropped stays dropped, however it comes again."""
    before = _find(connection, (row["consumer"], row["event_id"]))
    if before is None or before.dropped_at is None:
        upsert(connection, parked, [{**row, "reason": reason, "parked_at": now, **UNDECIDED}])
        metrics.parked.labels(row["consumer"], reason).inc()


def dropped(connection: Connection, consumer: str, ids: Collection[str]) -> set[str]:
    """Of these, those a person gave up for good."""
    given_up = select(parked.c.event_id).where(parked.c.consumer == consumer, parked.c.dropped_at.is_not(None))
    return set(connection.execute(given_up.where(parked.c.event_id.in_(ids))).scalars())


def given_up(connection: Connection, consumer: str, ids: Collection[str]) -> set[str]:
    """Of these, those that wait for a person and those that were dropped. What was sent on again is on its way."""
    held = select(parked.c.event_id).where(parked.c.consumer == consumer, parked.c.redriven_at.is_(None))
    return set(connection.execute(held.where(parked.c.event_id.in_(ids))).scalars())


def _retry(connection: Connection, row: Row[Any], now: datetime) -> None:
    again = {"consumer": row.consumer, "event_id": row.event_id, "attempts": 0, "error": row.error, "due": now}
    upsert(connection, retries, [{**again, "traceparent": row.traceparent, "event": row.event}])


def _is(key: ParkedKey) -> Any:
    return and_(parked.c.consumer == key[0], parked.c.event_id == key[1])


def _find(connection: Connection, key: ParkedKey) -> Row[Any] | None:
    return connection.execute(select(parked).where(_is(key))).one_or_none()


def _waiting(connection: Connection, keys: Sequence[ParkedKey]) -> list[Row[Any]]:
    """Read where it is decided, so that two who ask at once do not both send it on."""
    rows = (connection.execute(select(parked).where(_is(key), _WAITS)).one_or_none() for key in dict.fromkeys(keys))
    return [row for row in rows if row is not None]


def _parked(row: Row[Any]) -> Parked:
    event = Event.model_validate(row.event) if row.event is not None else None
    raw = Unreadable(row.body, row.body_bytes, row.headers) if row.body is not None else None
    return Parked(id=row.event_id, event=event, unreadable=raw, **{name: getattr(row, name) for name in _NAMES})
