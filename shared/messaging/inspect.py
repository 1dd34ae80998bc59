"""What `signpost events` shows and does, without the command line. `databases` are those of every service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.clock import Clock
from shared.contracts.event import Event
from shared.errors import NotFound
from shared.messaging.log import EventLog
from shared.messaging.parking import Parked, ParkedKey, Parking
from shared.storage.database import Database
from shared.storage.port import HistoryEntry

AT_ONCE = 500
"""Parked events a transaction."""


@dataclass(frozen=True)
class Shown:
    """One event, its place in its producer's log, who parked it, and what people decided on that, newest first.

    `event` is None for what came and is no event; `position` is None where the log has none for it (yet).
    """

    event: Event | None
    position: int | None
    parked: list[Parked]
    decisions: list[HistoryEntry]


@dataclass(frozen=True)
class Which:
    """Of what is parked: by id, by who parked it, by (part of) its type, parked before a moment. None of them: all."""

    id: str | None = None
    consumer: str | None = None
    type: str | None = None
    before: datetime | None = None

    def fits(self, one: Parked) -> bool:
        return (
            self.id in {None, one.id}
            and self.consumer in {None, one.consumer}
            and (self.type is None or (one.event is not None and self.type in one.event.type))
            and (self.before is None or one.parked_at <= self.before)
        )


EVERYTHING = Which()


def tail(database: Database, *, after: int | None = None, limit: int = 20) -> list[tuple[int, Event]]:
    """The last events of one producer, oldest first; or the next ones after a position, to follow along."""
    log = EventLog(database)
    log.sequence_new()
    return log.latest(limit) if after is None else log.after(after, limit)


def parked(databases: Sequence[Database], clock: Clock, which: Which = EVERYTHING) -> list[Parked]:
    """What waits for a person, oldest first."""
    waiting = [one for database in databases for one in Parking(database, clock).waiting() if which.fits(one)]
    return sorted(waiting, key=lambda one: one.parked_at)


def show(databases: Sequence[Database], clock: Clock, event_id: str) -> Shown:
    """Raises NotFound when no log and no parking place has the event."""
    places = [Parking(database, clock) for database in databases]
    held = [one for place in places for one in place.show(event_id)]
    decisions = [decision for place in places for decision in place.decisions(event_id)]
    logged = next((found for database in databases if (found := EventLog(database).find(event_id))), None)
    if not (logged or held):
        raise _unknown(event_id)
    position, event = logged or (None, held[0].event)
    return Shown(event, position, held, decisions)


def redrive(databases: Sequence[Database], clock: Clock, keys: Sequence[ParkedKey], *, by: str, why: str) -> int:
    """Send these on again; returns how many will be tried: what was sent on or dropped meanwhile is not, nor is what is no event."""
    return sum(Parking(database, clock).send_on(some, by, why) for database in databases for some in _batches(keys))


def drop(databases: Sequence[Database], clock: Clock, keys: Sequence[ParkedKey], *, by: str, why: str) -> int:
    """Give these up for good; returns how many waited."""
    return sum(Parking(database, clock).drop(some, by, why) for database in databases for some in _batches(keys))


def known(databases: Sequence[Database], clock: Clock, event_id: str) -> list[Parked]:
    """Who parked it, also where that was decided already. Raises NotFound when nobody did."""
    held = [one for database in databases for one in Parking(database, clock).show(event_id)]
    if not held:
        raise _unknown(event_id, "parked ")
    return held


def _batches(keys: Sequence[ParkedKey]) -> list[Sequence[ParkedKey]]:
    return [keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE)]


def _unknown(event_id: str, kind: str = "") -> NotFound:
    return NotFound(
        f"There is no {kind}event {event_id}.", remedy="`signpost events parked` lists what is parked, `tail` what was said last."
    )
