"""What `signpost events` shows and does, without the command line. `databases` are those of every service."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.clock import Clock
from shared.contracts.event import Event
from shared.errors import NotFound
from shared.messaging.log import EventLog
from shared.messaging.parking import Parked, Parking
from shared.storage.database import Database


@dataclass(frozen=True)
class Shown:
    """One event, its place in its producer's log, and who parked it. `position` is None when it has none yet.

    `event` is None for what came and is no event.
    """

    event: Event | None
    position: int | None
    parked: list[Parked]


def tail(database: Database, *, after: int | None = None, limit: int = 20) -> list[tuple[int, Event]]:
    """The last events of one producer, oldest first; or the next ones after a position, to follow along."""
    log = EventLog(database)
    log.sequence_new()
    return log.latest(limit) if after is None else log.after(after, limit)


def parked(databases: Sequence[Database], clock: Clock) -> list[Parked]:
    """All that waits for a person, oldest first."""
    waiting = [event for database in databases for event in Parking(database, clock).waiting()]
    return sorted(waiting, key=lambda one: one.parked_at)


def show(databases: Sequence[Database], clock: Clock, event_id: str) -> Shown:
    """Raises NotFound when no log and no parking place has the event."""
    held = [one for database in databases for one in Parking(database, clock).show(event_id)]
    logged = next((found for database in databases if (found := EventLog(database).find(event_id))), None)
    if logged:
        return Shown(event=logged[1], position=logged[0], parked=held)
    if held:
        return Shown(event=held[0].event, position=None, parked=held)
    raise _unknown(event_id)


def redrive(databases: Sequence[Database], clock: Clock, event_id: str, *, by: str) -> int:
    """Send a parked event on again; returns how many consumers will try it: 0 when that was already asked. Raises NotFound."""
    if not any(Parking(database, clock).show(event_id) for database in databases):
        raise _unknown(event_id, "parked ")
    return sum(Parking(database, clock).redrive(event_id, by) for database in databases)


def _unknown(event_id: str, kind: str = "") -> NotFound:
    return NotFound(
        f"There is no {kind}event {event_id}.", remedy="`signpost events parked` lists what is parked, `tail` what was said last."
    )
