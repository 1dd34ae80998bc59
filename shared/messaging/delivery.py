"""Local delivery: a subscriber reads the producer's log after its own stored position. No server needed."""

from typing import Generic, TypeVar

from shared.errors import Unavailable
from shared.messaging.applying import Applying
from shared.messaging.inbox import Inbox
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.messaging.subscription import Subscription

BATCH = 50
T = TypeVar("T")


class LocalDelivery(Generic[T]):
    """One consumer of one producer. Only one of these may run for a consumer at a time."""

    def __init__(self, log: EventLog, subscription: Subscription[T], inbox: Inbox[T], ladder: Ladder, batch: int = BATCH) -> None:
        """`batch`: events a transaction; more where a commit is dear and handlers are quick."""
        self.consumer, self._source = subscription.consumer, subscription.source
        self._log, self._inbox, self._ladder, self._batch = log, inbox, ladder, batch
        self._applying = Applying(subscription, inbox, ladder)

    def run_once(self) -> int:
        """Try what is due on the ladder, then one batch of new events; returns how many were dealt with.

        Raises Unavailable when a database cannot be used now; nothing is lost, call it again.
        """
        due = self._ladder.due(self.consumer, self._batch)
        for retry in due:
            self._applying.retry(retry.event, retry.attempts)
        self._log.sequence_new()
        position = self._inbox.position()
        batch = self._log.after(position, self._batch)
        if batch:
            self._applying.take(batch)
        else:
            self._refuse_a_shorter_log(position)
        return len(due) + len(batch)

    def run_until_idle(self) -> int:
        """Until nothing is new and nothing is due; what waits on the ladder for later stays there."""
        total = 0
        while done := self.run_once():
            total += done
        return total

    def lag(self) -> int:
        """How many events of the log this consumer has not dealt with."""
        return self._log.newest() - self._inbox.position()

    def _refuse_a_shorter_log(self, position: int) -> None:
        """New events would get positions this consumer is already past, and be passed over in silence."""
        newest = self._log.newest()
        if position > newest:
            raise Unavailable(
                f"{self.consumer} has heard {position} events of {self._source}, whose log has {newest}: an older copy was put back.",
                remedy=f"Put back the copy of {self.consumer} from the same time, or empty it so that it hears the whole log again.",
            )
