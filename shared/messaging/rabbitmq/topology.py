"""Which exchange, queues and bindings there are to be, computed from what every consumer hears. No broker in sight.

Each consumer has a queue of its own and a key of its own, `<consumer>.<type>`: the relay sends each consumer its events apart from the
others, so that a full queue holds up no sibling (decision 20). What the broker gives up on goes to a queue beside it, and from there
into the consumer's table of parked events.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.messaging.subscription import Subscription

EXCHANGE = "signpost.events"
PREFIX = "signpost."
DELIVERIES = 50
"""Of one message. A consumer that holds messages while its database is away uses up one every half hour (RabbitMQ's own limit on an
acknowledgement), one whose process dies of a message one at each restart."""
QUEUE_LENGTH = 100_000

Arguments = Mapping[str, str | int]


@dataclass(frozen=True)
class Queue:
    name: str
    arguments: Arguments = field(hash=False)


@dataclass(frozen=True, order=True)
class Binding:
    """From EXCHANGE."""

    queue: str
    key: str


@dataclass(frozen=True)
class Topology:
    queues: tuple[Queue, ...]
    bindings: frozenset[Binding]


def queue_of(consumer: str) -> str:
    return f"{PREFIX}{consumer}"


def parked_queue_of(consumer: str) -> str:
    return f"{PREFIX}{consumer}.parked"


def sent_queue_of(source: str) -> str:
    """Holds one message: how far this producer's log was sent."""
    return f"{PREFIX}sent.{source.strip('/')}"


def key_of(consumer: str, type: str) -> str:
    """The consumer is one word of the key, so that none hears another whose name begins with its own."""
    return f"{consumer.replace('.', '-')}.{type}"


def sent_key_of(source: str) -> str:
    return f"sent.{source.strip('/')}"


def topology_of(subscriptions: Iterable[Subscription[Any]], queue_length: int = QUEUE_LENGTH) -> Topology:
    """`queue_length`: how many messages a consumer's queue holds before it refuses more and the relay waits."""
    heard = list(subscriptions)
    consumers = sorted({each.consumer for each in heard})
    sources = sorted({each.source for each in heard})
    bindings = {Binding(queue_of(each.consumer), key_of(each.consumer, type)) for each in heard for type in each.types or ("#",)}
    bindings |= {Binding(sent_queue_of(source), sent_key_of(source)) for source in sources}
    queues = [queue for consumer in consumers for queue in _queues_of(consumer, queue_length)]
    return Topology((*queues, *map(_sent_queue, sources)), frozenset(bindings))


def _queues_of(consumer: str, length: int) -> Iterable[Queue]:
    yield Queue(
        queue_of(consumer),
        {
            "x-queue-type": "quorum",
            "x-max-length": length,
            "x-overflow": "reject-publish",
            "x-delivery-limit": DELIVERIES,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": parked_queue_of(consumer),
            "x-dead-letter-strategy": "at-least-once",
        },
    )
    yield Queue(parked_queue_of(consumer), {"x-queue-type": "quorum"})


def _sent_queue(source: str) -> Queue:
    return Queue(sent_queue_of(source), {"x-queue-type": "quorum", "x-max-length": 1, "x-overflow": "drop-head"})
