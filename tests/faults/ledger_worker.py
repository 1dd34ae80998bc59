"""A worker of one of the trial's own consumers, on the product's worker for RabbitMQ."""

from shared.messaging.rabbitmq.nameko_worker import run_worker  # isort: skip  # first: it changes sockets and locks for all that comes after

import os
import sys

from shared.clock import SystemClock
from shared.messaging.rabbitmq.consuming import Consuming, Heard
from shared.storage.database import Database
from tests.faults.consumers import inbox_of, subscriptions


def main() -> None:
    (consumer,) = sys.argv[1:]
    database, clock = Database(os.environ["SIGNPOST_LEDGER_DATABASE"]), SystemClock()
    (subscription,) = (one for one in subscriptions() if one.consumer == consumer)
    consuming = Consuming([Heard(subscription, inbox_of(database, clock, subscription))], database, clock)
    run_worker(consuming, os.environ["SIGNPOST_BROKER"])


if __name__ == "__main__":
    main()
