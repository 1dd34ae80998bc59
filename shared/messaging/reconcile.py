"""The reconciler: compares what a producer said with what a consumer had, and brings what is missing.

Whatever way events come, one may be lost on it: a queue that was deleted, a broker that was set up anew, an older copy put
back. The producer's log knows them all. Where a consumer has an event, keeps it on its ladder or has parked it, it was dealt
with; anything else older than GRACE is missing, and is applied as if it had just come.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Generic, TypeVar

from shared.messaging.consumer import Consumer
from shared.messaging.source import Head
from shared.messaging.verified import Verified, VerifiedStore
from shared.telemetry import metrics

GRACE = timedelta(seconds=60)
"""What is younger may still be on its way."""
AT_ONCE = 500
T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told after each batch: the position reached, and the last of the log."""


@dataclass(frozen=True)
class Checked:
    """What one run found. `first`: events behind this position were looked at; `another_log`: so all of them, for the log is not the one
    that was verified before."""

    consumer: str
    source: str
    first: int
    verified: int
    end: int
    looked_at: int
    repaired: int
    another_log: bool


class Reconciler(Generic[T]):
    """For one consumer and one producer. Two that run at once do no harm: an inbox claims each event once."""

    def __init__(self, consumer: Consumer[T]) -> None:
        self._consumer, self._clock = consumer, consumer.clock
        self._store = VerifiedStore(consumer.database, *consumer.key)
        self._ladder, self._applying = consumer.ladder(), consumer.applying()

    def run(self, *, full: bool = False, progress: Progress = lambda reached, end: None) -> Checked:
        """What is new since the last run; `full`: all the log. A run that is broken off has kept how far it came.

        Raises Unavailable when the log or the consumer's database cannot be reached now.
        """
        known = self._store.read()
        another_log = not self._still_there(known)
        if another_log:
            self._store.begin_anew(self._clock.now())
        first = 0 if full or another_log else known.position
        looked_at, repaired, position = 0, 0, first
        end = self._consumer.source.end().position
        heard = self._consumer.heard() if self._consumer.heard else None
        while settled := self._settled(position, heard):
            missing = self._missing(settled, known.pruned_before)
            repaired += self._repair(missing) if missing else 0
            looked_at, position = looked_at + len(settled), settled[-1].position
            if another_log or position > known.position:
                self._store.reach(settled[-1], self._clock.now())
            end = max(end, position)
            progress(position, end)
        return Checked(*self._consumer.key, first, self._store.read().position, end, looked_at, repaired, another_log)

    def _settled(self, position: int, heard: int | None) -> list[Head]:
        """The next ones that had their time. Those behind a younger one wait with it: `verified` has no gaps."""
        until = self._clock.now() - GRACE

        def had_its_time(head: Head) -> bool:
            return head.time <= until and (heard is None or head.position <= heard)

        return list(takewhile(had_its_time, self._consumer.source.heads(position, AT_ONCE)))

    def _missing(self, heads: Sequence[Head], pruned_before: datetime | None) -> list[Head]:
        heard = [head for head in heads if self._consumer.hears(head.type) and (pruned_before is None or head.time >= pruned_before)]
        had = self._consumer.inbox.had(heard)
        open_heads = [head for head in heard if head.id not in had]
        held = self._ladder.holds(self._consumer.name, [head.id for head in open_heads])
        return [head for head in open_heads if head.id not in held]

    def _repair(self, missing: Sequence[Head]) -> int:
        """How many were missing indeed: what has come meanwhile is none. A crash before they are recorded leaves them repaired."""
        by_id = {head.id: head for head in missing}
        first, last = missing[0].position, missing[-1].position
        said = self._consumer.source.after(first - 1, last - first + 1)
        fresh = self._applying.take([event for _, event in said if event.id in by_id])
        self._store.record([head for head in missing if head.id in fresh], self._clock.now())
        metrics.repaired.labels(self._consumer.name).inc(len(fresh))
        return len(fresh)

    def _still_there(self, known: Verified) -> bool:
        if not known.position:
            return True
        there = self._consumer.source.heads(known.position - 1, 1)
        return bool(there) and (there[0].position, there[0].id) == (known.position, known.event_id)
