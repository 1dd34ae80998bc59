"""Applying events, whichever way they came: fifty in one transaction, and one by one where that fails."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from shared.contracts.event import Event
from shared.errors import Unavailable
from shared.messaging.inbox import Inbox, InboxTransaction, Reached
from shared.messaging.ladder import Ladder
from shared.messaging.subscription import Subscription
from shared.telemetry import traced

T = TypeVar("T")


class HandlerFailed(Exception):
    """Marks what a handler raised, so that it is told from a database that cannot be written just now."""

    def __init__(self, cause: Exception) -> None:
        super().__init__()
        self.cause = cause


class Applying(Generic[T]):
    """A failing event goes to the ladder and stops no other. Unavailable from the inbox itself passes: nothing moved."""

    def __init__(self, subscription: Subscription[T], inbox: Inbox[T], ladder: Ladder) -> None:
        self._subscription, self._inbox, self._ladder = subscription, inbox, ladder
        self._consumer = subscription.consumer

    def take(self, batch: Sequence[tuple[int, Event]]) -> None:
        """Apply events in the order of their positions, and move to the last one's."""
        events = [event for _, event in batch]
        try:
            self._together(events, _reached(*batch[-1]))
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001  any failure: find out below whose it was
            for position, event in batch:
                self._alone(event, _reached(position, event))

    def take_unplaced(self, events: Sequence[Event]) -> list[Event]:
        """Apply events that come in any order: no position moves. Returns those that had not had their effect before."""
        return self._unplaced(events, again=False)

    def take_again(self, events: Sequence[Event]) -> None:
        """A replay: the newest of a subject has its effect once more. A consumer that counts hears only what it has not had."""
        self._unplaced(events, again=not self._subscription.every_event)

    def pass_over(self, reached: Reached) -> None:
        """Up to there is nothing that this consumer hears."""
        with self._inbox.transaction() as transaction:
            transaction.move_to(reached)

    def retry(self, event: Event, attempts: int) -> None:
        """Try an event of the ladder once more."""
        try:
            with self._inbox.transaction() as transaction:
                self._apply(transaction, event)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is kept on the ladder
            self._ladder.failed(self._consumer, event, _cause(error), attempts + 1)
        else:
            self._ladder.settled(self._consumer, event.id)

    def _unplaced(self, events: Sequence[Event], *, again: bool) -> list[Event]:
        try:
            return self._together(events, again=again)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001  any failure: find out below whose it was
            return [event for event in events if self._alone(event, again=again)]

    def _together(self, events: Sequence[Event], reached: Reached | None = None, *, again: bool = False) -> list[Event]:
        with self._inbox.transaction() as transaction:
            fresh = [event for event in events if self._apply(transaction, event, again=again)]
            if reached:
                transaction.move_to(reached)
        return fresh

    def _alone(self, event: Event, reached: Reached | None = None, *, again: bool = False) -> bool:
        """Whether it had not had its effect before: it has now, or waits for it on the ladder."""
        try:
            return bool(self._together([event], reached, again=again))
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is kept on the ladder
            # The ladder first: a crash between the two delivers the event again, which `claim` makes harmless.
            self._ladder.failed(self._consumer, event, _cause(error), attempts=1)
            with self._inbox.transaction() as transaction:
                if again:
                    transaction.release(event)  # or its next try would find that it had its effect
                if reached:
                    transaction.move_to(reached)
            return True

    def _apply(self, transaction: InboxTransaction[T], event: Event, *, again: bool = False) -> bool:
        """Whether it was not dealt with before."""
        if not self._subscription.hears(event):
            return False
        if again:
            transaction.release(event)
        if not transaction.claim(event):
            return False
        if not self._subscription.every_event and event.sequence < transaction.newest_applied(event.subject):
            return True
        try:
            with traced(event.traceparent):
                self._subscription.handle(transaction.effect, event)
        except Exception as error:
            raise HandlerFailed(error) from error
        return True


def _reached(position: int, event: Event) -> Reached:
    return Reached(position, event.id)


def _cause(error: Exception) -> Exception:
    return error.cause if isinstance(error, HandlerFailed) else error
