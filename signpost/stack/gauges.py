"""What waits in a service, looked up whenever Prometheus asks. Told by the service's timers, of which there is one at work."""

from collections.abc import Iterator
from datetime import UTC, datetime

from shared.errors import Unavailable
from shared.messaging.backlog import backlog_of
from shared.messaging.rabbitmq.connection import connect, hang_up, refusals
from shared.messaging.rabbitmq.topology import queue_of
from shared.settings import MessagingSettings
from shared.storage.database import Database
from shared.telemetry import metrics
from signpost.stack.kinds import Kind
from signpost.subscriptions import OVER_THE_BROKER

DESCRIPTIONS = {
    "signpost_unsent_events": "Events of this service's log that a consumer's queue does not have yet.",
    "signpost_oldest_unsent_seconds": "How long the oldest of them waits.",
    "signpost_retries_waiting": "Events on the retry ladder.",
    "signpost_parked_waiting": "Parked events that wait for a person.",
    "signpost_queue_messages": "Messages in a consumer's queue.",
}


def tell_what_waits(kind: Kind, settings: MessagingSettings) -> None:
    database, broker = Database(settings.database.get_secret_value()), settings.broker.get_secret_value()
    consumers = sorted({each.consumer for each in OVER_THE_BROKER if each.consumer.split(".")[0] == kind.service})

    def look() -> Iterator[metrics.Measured]:
        """What cannot be asked just now is left out: a gauge that is missing is seen, an old one is believed."""
        try:
            yield from _in_the_database(database)
            yield from _in_the_queues(broker, consumers)
        except Unavailable:
            return

    metrics.look_at(look, DESCRIPTIONS)


def _in_the_database(database: Database) -> Iterator[metrics.Measured]:
    backlog, now = backlog_of(database), datetime.now(UTC)
    for consumer, unsent in backlog.unsent.items():
        yield "signpost_unsent_events", consumer, unsent.events
        yield "signpost_oldest_unsent_seconds", consumer, (now - unsent.oldest).total_seconds() if unsent.oldest else 0
    for name, counts in (("signpost_retries_waiting", backlog.retries), ("signpost_parked_waiting", backlog.parked)):
        for consumer, count in counts.items():
            yield name, consumer, count


def _in_the_queues(broker: str, consumers: list[str]) -> Iterator[metrics.Measured]:
    connection = connect(broker)
    try:
        with refusals():
            for consumer in consumers:
                _, messages, _ = connection.channel().queue_declare(queue_of(consumer), passive=True)
                yield "signpost_queue_messages", consumer, messages
    finally:
        hang_up(connection)
