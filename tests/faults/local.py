"""A process that delivers the directory's events to the two consumers of the trial, without a broker."""

import sys
from time import sleep

from shared.clock import SystemClock
from shared.errors import Unavailable
from shared.messaging.delivery import LocalDelivery
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.storage.database import Database
from shared.storage.work import Work
from tests.faults.address import address
from tests.faults.consumers import inbox_of, open_ledger, subscriptions

POLL_SECONDS = 0.1


def deliveries(directory: Database, ledger: Database) -> list[LocalDelivery[Work]]:
    clock = SystemClock()
    log, ladder = EventLog(directory), Ladder(ledger, clock)
    return [LocalDelivery(log, one, inbox_of(ledger, clock, one), ladder) for one in subscriptions()]


def main() -> None:
    directory, ledger = (address(text) for text in sys.argv[1:])
    running = deliveries(Database(directory), open_ledger(ledger))
    while True:
        try:
            busy = sum(delivery.run_once() for delivery in running)
        except Unavailable:
            busy = 0
        if not busy:
            sleep(POLL_SECONDS)


if __name__ == "__main__":
    main()
