"""What the directory says goes to the broker. One relay works at a time; a second one stands by."""

from collections.abc import Sequence
from typing import Any

from services.directory.settings import DirectorySettings
from services.directory.wiring import SOURCE, open_database
from shared.messaging.rabbitmq.relay import Producer, Relay
from shared.messaging.subscription import Subscription
from shared.settings import MessagingSettings
from shared.stopping import stopped_by_signals
from shared.storage.hints import listen
from shared.storage.leading import RELAY, lead_of


def run(settings: MessagingSettings, subscriptions: Sequence[Subscription[Any]]) -> None:
    """Until told to end. `subscriptions`: those of every service; the ones to the directory are served."""
    address = settings.database.get_secret_value()
    database = open_database(DirectorySettings(data=settings.data, database_address=address))
    stopping = stopped_by_signals()
    producer = Producer(SOURCE, database, settings.broker.get_secret_value())
    relay = Relay(producer, subscriptions, lead_of(address, RELAY), stopping)
    listen(address, relay.wake, stopping)
    relay.run()
    database.close()
