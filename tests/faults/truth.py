"""What really happened, as the producer's own database has it: the events that were committed, and the things they are about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from services.directory.adapters.tables import classes, providers, venues
from shared.messaging.subscription import Subscription
from shared.storage.database import Database
from shared.storage.schema import outbox


@dataclass(frozen=True)
class Said:
    """One committed event."""

    id: str
    type: str
    subject: str
    sequence: int


@dataclass(frozen=True)
class Truth:
    """`said`: in the order of their rows. `things`: subject → how often it was changed, as the thing itself counts."""

    said: list[Said]
    things: dict[str, int]

    def heard_by(self, subscription: Subscription[Any]) -> list[Said]:
        types = subscription.types
        return [event for event in self.said if types is None or event.type in types]


def read_truth(database: Database) -> Truth:
    """All of one moment, so that an event and the thing it is about are both in it or neither."""
    events = select(outbox.c.event_id, outbox.c.type, outbox.c.subject, outbox.c.sequence).order_by(outbox.c.row)
    things: dict[str, int] = {}
    with database.read() as connection:
        said = [Said(*row) for row in connection.execute(events)]
        for table in (classes, providers, venues):
            things |= {row.id: row.sequence for row in connection.execute(select(table.c.id, table.c.sequence))}
    return Truth(said, things)


def newest(said: Iterable[Said]) -> dict[str, int]:
    """The last change of each subject."""
    last: dict[str, int] = defaultdict(int)
    for event in said:
        last[event.subject] = max(last[event.subject], event.sequence)
    return dict(last)


def unsaid(truth: Truth) -> list[str]:
    """Changes that are in the database and have no event: subject and number of the change."""
    told = {(event.subject, event.sequence) for event in truth.said}
    changes = ((subject, number) for subject, last in truth.things.items() for number in range(1, last + 1))
    return [f"{subject} change {number}" for subject, number in changes if (subject, number) not in told]


def undone(truth: Truth) -> list[str]:
    """Events of changes that are not in the database: something was told that did not happen."""
    return [event.id for event in truth.said if event.sequence > truth.things.get(event.subject, 0)]
