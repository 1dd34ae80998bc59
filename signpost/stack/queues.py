"""Who hears whom over the broker, of all services: what the broker's queues are computed from."""

from typing import Any

from services.directory.entrypoints.listener import FEED
from services.reporting.entrypoints.listener import HEARD
from shared.messaging.rabbitmq.broker import Broker, Differences
from shared.messaging.rabbitmq.topology import Topology, topology_of
from shared.messaging.subscription import Subscription
from shared.settings import BrokerSettings

HEARD_OVER_THE_BROKER: tuple[Subscription[Any], ...] = (FEED, *HEARD.values())
"""The search index is not among them: it stands in the directory's own process and reads the directory's own log."""


def described() -> Topology:
    return topology_of(HEARD_OVER_THE_BROKER)


def broker_of(settings: BrokerSettings) -> Broker:
    return Broker(settings.broker.get_secret_value(), settings.broker_management.get_secret_value())


def apply_topology(settings: BrokerSettings) -> Differences:
    """Returns what was changed. Raises Conflict for a queue that is in use, Unavailable when the broker cannot be asked."""
    return broker_of(settings).apply(described())
