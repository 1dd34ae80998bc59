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
        try:
            self._together(batch)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001  any failure: find out below whose it was
            for position, event in batch:
                self._alone(position, event)

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

    def _together(self, batch: Sequence[tuple[int, Event]]) -> None:
        with self._inbox.transaction() as transaction:
            for _, event in batch:
                self._apply(transaction, event)
            transaction.move_to(_reached(*batch[-1]))

    def _alone(self, position: int, event: Event) -> None:
        try:
            self._together([(position, event)])
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is kept on the ladder
            # The ladder first: a crash between the two delivers the event again, which `claim` makes harmless.
            self._ladder.failed(self._consumer, event, _cause(error), attempts=1)
            with self._inbox.transaction() as transaction:
                transaction.move_to(_reached(position, event))

    def _apply(self, transaction: InboxTransaction[T], event: Event) -> None:
        if not self._subscription.hears(event) or not transaction.claim(event):
            return
        if not self._subscription.every_event and event.sequence < transaction.newest_applied(event.subject):
            return
        try:
            with traced(event.traceparent):
                self._subscription.handle(transaction.effect, event)
        except Exception as error:
            raise HandlerFailed(error) from error


def _reached(position: int, event: Event) -> Reached:
    return Reached(position, event.id)


def _cause(error: Exception) -> Exception:
    return error.cause if isinstance(error, HandlerFailed) else error
