"""How much waits in one service's database: events not sent yet, tries that are due, what is parked, what was repaired last."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from shared.storage.database import Database
from shared.storage.schema import outbox, parked, repairs, retries, sent


@dataclass(frozen=True)
class Unsent:
    """Of this service's log, for one consumer. `oldest`: when the first of them was said; None when there is none."""

    events: int
    oldest: datetime | None


@dataclass(frozen=True)
class Backlog:
    """Each by consumer. `unsent` is of this service's log; the others of what the service itself hears."""

    unsent: Mapping[str, Unsent] = field(default_factory=dict)
    retries: Mapping[str, int] = field(default_factory=dict)
    parked: Mapping[str, int] = field(default_factory=dict)
    last_repair: Mapping[str, datetime] = field(default_factory=dict)


def backlog_of(database: Database) -> Backlog:
    """At one moment. Raises Unavailable when the database cannot be asked."""
    with database.read() as connection:
        tried = select(retries.c.consumer, func.count()).group_by(retries.c.consumer)
        waiting = parked.c.redriven_at.is_(None) & parked.c.dropped_at.is_(None)
        given_up = select(parked.c.consumer, func.count()).where(waiting).group_by(parked.c.consumer)
        repaired = select(repairs.c.consumer, func.max(repairs.c.at)).group_by(repairs.c.consumer)
        return Backlog(
            unsent=_unsent(connection),
            retries=_by_consumer(connection, tried),
            parked=_by_consumer(connection, given_up),
            last_repair=_by_consumer(connection, repaired),
        )


def _by_consumer(connection: Connection, query: Select[Any]) -> dict[str, Any]:
    return dict(connection.execute(query).tuples().all())


def _unsent(connection: Connection) -> dict[str, Unsent]:
    """Events without a position yet are nobody's turn so far, and so are unsent for everyone."""
    places = connection.execute(select(sent.c.consumer, sent.c.position)).all()
    return {consumer: _behind(connection, position) for consumer, position in places}


def _behind(connection: Connection, position: int) -> Unsent:
    behind = outbox.c.position.is_(None) | (outbox.c.position > position)
    events, oldest = connection.execute(select(func.count(), func.min(outbox.c.time)).where(behind)).one()
    return Unsent(events, oldest)
