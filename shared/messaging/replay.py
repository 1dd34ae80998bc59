"""A replay: a consumer hears its producer's log again from some position, beside what is new.

It is noted in the consumer's database how far it came, so whoever is able goes on with one that was broken off. An event is
applied again as Applying.take_again says: the newest state of each thing once more, never an older one over it; a consumer that
counts hears what it has not had. What waits on the ladder, is parked or was dropped stays with that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, and_, select, update

from shared.clock import Clock
from shared.messaging.consumer import Consumer
from shared.storage.database import Database
from shared.storage.schema import replays
from shared.storage.upsert import upsert

AT_ONCE = 500
T = TypeVar("T")


@dataclass(frozen=True)
class Replay:
    """Of the events behind `first` those up to `position` were applied again, and those up to `until` are to be."""

    consumer: str
    source: str
    first: int
    position: int
    until: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None


class Replays:
    """What was asked for, in one consumer's database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def ask(self, consumer: str, source: str, first: int, until: int, by: str) -> Replay:
        """Begin one; the one before it, done or not, is forgotten. Nothing between the two: it is done at once."""
        now = self._clock.now()
        replay = Replay(consumer, source, first, min(first, until), until, now, by, now if first >= until else None)
        with self._database.write() as connection:
            upsert(connection, replays, [vars(replay)])
        return replay

    def last(self, consumer: str, source: str) -> Replay | None:
        """The one asked for last, done or not."""
        with self._database.read() as connection:
            row = connection.execute(select(replays).where(_of(consumer, source))).mappings().one_or_none()
        return Replay(**row) if row else None

    def reach(self, replay: Replay, position: int) -> None:
        """It came so far. Never goes back, and another replay that was asked for meanwhile is left alone."""
        finished = self._clock.now() if position >= replay.until else None
        same = and_(_of(replay.consumer, replay.source), replays.c.asked_at == replay.asked_at, replays.c.position < position)
        with self._database.write() as connection:
            connection.execute(update(replays).where(same).values(position=position, finished_at=finished))


class Replaying(Generic[T]):
    """Carries out what was asked for one consumer. Two at once do no harm, for each event may be applied again."""

    def __init__(self, consumer: Consumer[T], batch: int = AT_ONCE) -> None:
        self._consumer, self._batch = consumer, batch
        self._replays = Replays(consumer.database, consumer.clock)
        self._ladder, self._applying = consumer.ladder(), consumer.applying()

    def ask(self, first: int, by: str) -> Replay:
        """From behind this position up to the log's end as it is now: what is said later is heard anyway."""
        return self._replays.ask(*self._consumer.key, first, self._consumer.source.end().position, by)

    def unfinished(self) -> Replay | None:
        replay = self._replays.last(*self._consumer.key)
        return replay if replay and not replay.finished_at else None

    def step(self) -> bool:
        """One batch of it; False when nothing is to be done. Raises Unavailable when something cannot be reached now: call it again."""
        replay = self.unfinished()
        if replay is None:
            return False
        batch = self._consumer.source.after(replay.position, self._batch, self._consumer.subscription.types)
        events = [event for position, event in batch if position <= replay.until]
        held = self._ladder.holds(self._consumer.name, [event.id for event in events])
        if chosen := [event for event in events if event.id not in held]:
            self._applying.take_again(chosen)
        last = batch[-1][0] if len(batch) == self._batch else replay.until
        self._replays.reach(replay, min(last, replay.until))
        return True

    def run(self, progress: Callable[[Replay], None] = lambda replay: None) -> None:
        """Until it is done."""
        while self.step():
            if replay := self._replays.last(*self._consumer.key):
                progress(replay)


def _of(consumer: str, source: str) -> ColumnElement[bool]:
    return and_(replays.c.consumer == consumer, replays.c.source == source)
