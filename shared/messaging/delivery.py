"""Local delivery: a subscriber reads the producer's log after its own stored position. No server needed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

from shared.contracts.event import Event
from shared.errors import Unavailable
from shared.messaging.applying import Applying
from shared.messaging.consumer import Consumer
from shared.messaging.inbox import InboxTransaction, PositionedInbox, Reached
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.messaging.replay import Replaying
from shared.messaging.subscription import Subscription

BATCH = 50
ANEW = "Put back the consumer's copy from the same time, or empty it so that it hears the whole log again."
T = TypeVar("T")


class AnotherLog(Unavailable):
    """The log is not the one this consumer heard. What is new in it may have a position the consumer is past, and would be passed over."""


class ApplyingInOrder(Applying[T]):
    """Events of a log, in its order: the position moves in the transaction of their effects."""

    def __init__(self, subscription: Subscription[T], inbox: PositionedInbox[T], ladder: Ladder) -> None:
        super().__init__(subscription, inbox, ladder)
        self._positioned = inbox
        self._places: dict[str, int] = {}

    def take_from_log(self, batch: Sequence[tuple[int, Event]]) -> None:
        self._places = {event.id: position for position, event in batch}
        self.take([event for _, event in batch])

    def pass_over(self, reached: Reached) -> None:
        """Up to there is nothing more that this consumer has to hear."""
        with self._positioned.transaction() as transaction:
            transaction.move_to(reached)

    @contextmanager
    def _transaction(self, through: Event) -> Iterator[InboxTransaction[T]]:
        with self._positioned.transaction() as transaction:
            yield transaction
            transaction.move_to(self._place(through))

    def _on_the_ladder(self, event: Event) -> None:
        self.pass_over(self._place(event))

    def _place(self, event: Event) -> Reached:
        return Reached(self._places[event.id], event.id)


class LocalDelivery(Generic[T]):
    """One consumer of one producer. Only one of these may run for a consumer at a time."""

    def __init__(
        self, log: EventLog, subscription: Subscription[T], inbox: PositionedInbox[T], ladder: Ladder, batch: int = BATCH, anew: str = ANEW
    ) -> None:
        """`batch`: events a transaction; more where a commit is dear and handlers are quick. `anew`: what a person does on AnotherLog."""
        self.consumer, self._source = subscription.consumer, subscription.source
        self._log, self._inbox, self._ladder, self._batch = log, inbox, ladder, batch
        self._anew = anew
        self._types = subscription.types
        self._applying = ApplyingInOrder(subscription, inbox, ladder)
        self.parts = Consumer(subscription, log, inbox, ladder.database, ladder.clock, lambda: inbox.reached().position)
        self._replaying = Replaying(self.parts, batch)

    def run_once(self) -> int:
        """Try what is due on the ladder, then one batch of a replay that was asked for, then one of new events.

        Returns how many were dealt with; a batch of a replay counts as one.

        Raises Unavailable when a database cannot be used now: nothing is lost, call it again. Raises AnotherLog as check_log does.
        """
        self.check_log()  # gives new events their positions too
        due = self._ladder.due(self.consumer, self._batch)
        for retry in due:
            self._applying.retry(retry.event, retry.attempts)
        replayed = self._replaying.step()
        before, end = self._inbox.reached().position, self._log.end()
        batch = self._log.after(before, self._batch, self._types)
        if batch:
            self._applying.take_from_log(batch)
        after = batch[-1][0] if batch else before
        if len(batch) < self._batch and end.position > after:  # nothing it hears is between the two: read after `end` was
            self._applying.pass_over(end)
            after = end.position
        return len(due) + replayed + after - before

    def run_until_idle(self) -> int:
        """Until nothing is new and nothing is due; what waits on the ladder for later stays there."""
        total = 0
        while done := self.run_once():
            total += done
        return total

    def lag(self) -> int:
        """How many events of the log this consumer has not dealt with."""
        return self._log.newest() - self._inbox.reached().position

    def check_log(self) -> None:
        """Raises AnotherLog when what this consumer heard last is not where it was in the log."""
        self._log.sequence_new()
        reached = self._inbox.reached()
        if reached.position and self._log.id_at(reached.position) != reached.event_id:
            raise AnotherLog(
                f"{self.consumer} has heard {reached.position} events of {self._source} that are not in its log now:"
                " an older copy was put back.",
                remedy=self._anew,
            )
