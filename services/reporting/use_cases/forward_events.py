"""Tell partner systems what reporting has kept, in its order, at least once. No partner can hold this up."""

import logging
from collections.abc import Sequence
from typing import Protocol

from services.reporting.use_cases.known_today import known_today
from services.reporting.use_cases.ports import Works
from shared.contracts.event import Event
from shared.marks import passing

log = logging.getLogger(__name__)
BATCH = 200
TRIES = 5


class PartnerExchange(Protocol):
    def publish(self, batch: Sequence[tuple[int, Event]]) -> bool:
        """True when every queue that hears one of them has it; False when one refuses. Raises Unavailable when nobody can tell."""
        ...


class Place(Protocol):
    """How far the log was told: the position of the last one, kept with the log itself."""

    def reached(self) -> int: ...

    def move(self, position: int, event_id: str) -> None: ...


class Forwarding:
    """One at a time for an installation. After a crash it begins behind the place that was kept: partners go by the events' ids."""

    def __init__(self, works: Works, exchange: PartnerExchange, place: Place, batch: int = BATCH) -> None:
        self._works, self._exchange, self._place, self._batch = works, exchange, place, batch
        self._refusals = 0

    def run_once(self) -> int:
        """One batch; returns how many were told. Raises Unavailable when broker or database are away: nothing is passed over."""
        with self._works.look() as stores:
            batch = known_today(stores.events.newest_of, stores.events.after(self._place.reached(), self._batch))
        if not batch or not (self._exchange.publish(batch) or self._give_up(batch)):
            return 0
        passing("forwarder.after_confirm")
        self._refusals = 0
        position, last = batch[-1]
        self._place.move(position, last.id)
        return len(batch)

    def behind(self) -> int:
        """How many events partners were not told of yet, granted or not."""
        with self._works.look() as stores:
            return stores.events.end() - self._place.reached()

    def run_until_idle(self) -> int:
        total = 0
        while done := self.run_once():
            total += done
        return total

    def _give_up(self, batch: Sequence[tuple[int, Event]]) -> bool:
        """A queue that refuses for good is some partner's trouble, and must not become the others': they have had these already."""
        self._refusals += 1
        if self._refusals < TRIES:
            return False
        log.warning(
            "a partner's queue refused the events at %d to %d %d times; its partner catches up over HTTP", batch[0][0], batch[-1][0], TRIES
        )
        return True
