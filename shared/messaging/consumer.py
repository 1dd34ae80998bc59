"""All that one consumer of one producer is made of, for what looks after it from outside: reconciling, replaying, pruning."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.clock import Clock
from shared.messaging.applying import Applying
from shared.messaging.inbox import Inbox
from shared.messaging.ladder import Ladder
from shared.messaging.source import EventSource
from shared.messaging.subscription import Subscription
from shared.storage.database import Database

T = TypeVar("T")


@dataclass(frozen=True)
class Consumer(Generic[T]):
    """`database`: the consumer's own, where its ladder, what it parked and how far it was verified are kept.

    `heard`: where its events are read from the log in their order, the position it is at: what is behind that comes by itself.
    """

    subscription: Subscription[T]
    source: EventSource
    inbox: Inbox[T]
    database: Database
    clock: Clock
    heard: Callable[[], int] | None = None

    @property
    def name(self) -> str:
        return self.subscription.consumer

    @property
    def key(self) -> tuple[str, str]:
        """Whom it is and whom it hears."""
        return self.name, self.subscription.source

    def ladder(self) -> Ladder:
        return Ladder(self.database, self.clock)

    def applying(self) -> Applying[T]:
        return Applying(self.subscription, self.inbox, self.ladder())

    def hears(self, type: str) -> bool:
        types = self.subscription.types
        return types is None or type in types
