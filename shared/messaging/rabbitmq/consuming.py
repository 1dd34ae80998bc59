"""What a worker does with messages, without a framework: read them, apply them as every delivery does, park what is no event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.clock import Clock
from shared.contracts.event import Event
from shared.messaging.applying import Applying
from shared.messaging.inbox import Inbox
from shared.messaging.ladder import Ladder
from shared.messaging.parking import NO_EVENT, TOO_OFTEN_DELIVERED, Parking
from shared.messaging.rabbitmq.envelope import NotAnEvent, arrived
from shared.messaging.subscription import Subscription
from shared.storage.database import Database

RETRIED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Came:
    """A message as it came. `given_up`: the broker delivered it too often already."""

    headers: Mapping[Any, Any]
    body: bytes
    content_type: str | None
    given_up: bool = False


@dataclass(frozen=True)
class Heard:
    """What a consumer hears from one producer, and where its effects are kept."""

    subscription: Subscription[Any]
    inbox: Inbox[Any]


class Consuming:
    """For one consumer; what it hears of several producers comes through one queue. A message that comes again has no effect."""

    def __init__(self, heard: Sequence[Heard], database: Database, clock: Clock, first: Callable[[], None] = lambda: None) -> None:
        """`database`: the consumer's own, for its ladder and what it parks. `first`: done before each batch and each look at the ladder."""
        self._first = first
        (self.consumer,) = {each.subscription.consumer for each in heard}
        self._ladder, self._parking = Ladder(database, clock), Parking(database, clock)
        self._applying = {each.subscription.source: Applying(each.subscription, each.inbox, self._ladder) for each in heard}

    def take(self, messages: Sequence[Came]) -> None:
        """Afterwards each message may be acknowledged. Raises Unavailable when a database cannot be used: call it again with the same."""
        self._first()
        events: dict[str, list[Event]] = {}
        for message in messages:
            event = self._read(message)
            if event is not None:
                events.setdefault(event.source, []).append(event)
        for source, said in events.items():
            self._applying[source].take(said)

    def retry_due(self) -> int:
        """Try again what is due on the ladder; returns how many were."""
        self._first()
        due = self._ladder.due(self.consumer, RETRIED_AT_ONCE)
        for retry in due:
            if retry.event.source in self._applying:
                self._applying[retry.event.source].retry(retry.event, retry.attempts)
            else:  # of a producer that is not heard any more
                self._ladder.settled(self.consumer, retry.event.id)
        return len(due)

    def _read(self, message: Came) -> Event | None:
        """The event, or None for what went to the parked ones and for what nobody here hears."""
        try:
            event = arrived(message.headers, message.body, message.content_type).event
        except NotAnEvent as fault:
            self._parking.park_bytes(self.consumer, message.body, message.headers, NO_EVENT, str(fault))
            return None
        if event.source not in self._applying:
            return None
        if message.given_up:
            why = "RabbitMQ delivered it again and again, and it was never acknowledged."
            self._parking.park_event(self.consumer, event, TOO_OFTEN_DELIVERED, why, attempts=0)
            return None
        return event
