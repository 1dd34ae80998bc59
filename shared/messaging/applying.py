"""Applying events, whichever way they came: a batch in one transaction, and one by one where that fails."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Generic, TypeVar

from opentelemetry.trace import SpanKind

from shared.contracts.event import Event
from shared.errors import Unavailable
from shared.marks import passing
from shared.messaging.inbox import Inbox, InboxTransaction
from shared.messaging.ladder import Ladder
from shared.messaging.subscription import Subscription
from shared.telemetry import metrics, on_behalf_of, span, traced

T = TypeVar("T")


class HandlerFailed(Exception):
    """Marks what a handler raised, so that it is told from a database that cannot be written just now."""

    def __init__(self, cause: Exception) -> None:
        super().__init__()
        self.cause = cause


class Applying(Generic[T]):
    """A failing event goes to the ladder and stops no other. Unavailable from the inbox itself passes: nothing was done."""

    def __init__(self, subscription: Subscription[T], inbox: Inbox[T], ladder: Ladder) -> None:
        self._subscription, self._inbox, self._ladder = subscription, inbox, ladder
        self._consumer = subscription.consumer

    def take(self, events: Sequence[Event]) -> set[str]:
        """Apply events in the order given; afterwards each had its effect, was passed over, or is on the ladder.

        Returns the ids of those that had not been dealt with before.
        """
        return self._deal_with(events, again=False)

    def take_again(self, events: Sequence[Event]) -> None:
        """A replay: the newest of a subject has its effect once more. A consumer that counts hears only what it has not had."""
        self._deal_with(events, again=not self._subscription.every_event)

    def retry(self, event: Event, attempts: int) -> None:
        """Try an event of the ladder once more."""
        try:
            with self._traced([event]):
                with self._inbox.transaction() as transaction:
                    new = self._apply(transaction, [event])
                passing("worker.after_commit")
                self._measure([event] if new else [])
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is kept on the ladder
            self._ladder.failed(self._consumer, event, _cause(error), attempts + 1)
        else:
            self._ladder.settled(self._consumer, event.id)

    @contextmanager
    def _transaction(self, through: Event) -> Iterator[InboxTransaction[T]]:
        """For events up to and including `through`."""
        with self._inbox.transaction() as transaction:
            yield transaction

    def _on_the_ladder(self, event: Event) -> None:
        """It failed, and waits there for its next try."""

    def _deal_with(self, events: Sequence[Event], *, again: bool) -> set[str]:
        try:
            return self._together(events, again=again)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001  any failure: find out below whose it was
            return {id for event in events for id in self._alone(event, again=again)}

    def _together(self, events: Sequence[Event], *, again: bool) -> set[str]:
        with self._traced(events):
            with self._transaction(events[-1]) as transaction:
                new = self._apply(transaction, events, again=again)
            passing("worker.after_commit")
            self._measure([event for event in events if event.id in new])
            return new

    def _alone(self, event: Event, *, again: bool) -> set[str]:
        try:
            return self._together([event], again=again)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is kept on the ladder
            # The ladder first: a crash right after it delivers the event again, which `claim` makes harmless.
            self._ladder.failed(self._consumer, event, _cause(error), attempts=1)
            if again:
                with self._inbox.transaction() as transaction:
                    transaction.release([event])  # or its next try would find that it had its effect
            self._on_the_ladder(event)
            return {event.id}

    def _apply(self, transaction: InboxTransaction[T], events: Sequence[Event], *, again: bool = False) -> set[str]:
        """Sequences are asked and ids claimed once for the whole batch; a statement for each event would cost more than its effect."""
        heard = {event.id: event for event in events if self._subscription.hears(event)}
        if not heard:
            return set()
        subjects = set() if self._subscription.every_event else {event.subject for event in heard.values()}
        newest = transaction.newest_applied(subjects) if subjects else {}
        if again:
            transaction.release(list(heard.values()))
        new = transaction.claim(list(heard.values()))
        for event in heard.values():
            if event.id in new and event.sequence >= newest.get(event.subject, 0):
                self._handle(transaction.effect, event)
                if subjects:
                    newest[event.subject] = event.sequence
        passing("worker.before_commit")
        return new

    def _traced(self, events: Sequence[Event]) -> AbstractContextManager[None]:
        traceparents = [event.traceparent for event in events]
        return on_behalf_of(f"apply to {self._consumer}", traceparents, SpanKind.CONSUMER, events=len(events))

    def _measure(self, new: Sequence[Event]) -> None:
        """After the commit."""
        metrics.applied.labels(self._consumer).inc(len(new))
        now, lag = self._ladder.clock.now(), metrics.lag.labels(self._consumer)
        for event in new:
            lag.observe((now - event.time).total_seconds())

    def _handle(self, effect: T, event: Event) -> None:
        try:
            with traced(event.traceparent), span(f"handle {event.type}", consumer=self._consumer, event__id=event.id):
                self._subscription.handle(effect, event)
        except Exception as error:
            raise HandlerFailed(error) from error


def _cause(error: Exception) -> Exception:
    return error.cause if isinstance(error, HandlerFailed) else error
