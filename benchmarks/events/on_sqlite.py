"""The one-machine way: the consumer reads the producer's log after its own position, both on SQLite, in one process."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.events import ours
from shared.clock import SystemClock
from shared.messaging.delivery import LocalDelivery
from shared.messaging.inbox import SqlInbox
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.storage.database import Database


def drained_on_sqlite(folder: Path, thing: dict[str, Any], count: int) -> float:
    """Events a second."""
    producer, consumer = folder / "producer.sqlite", folder / "consumer.sqlite"
    for path in (producer, consumer):
        with Database(path).write() as connection:
            ours.tables.create_all(connection)
    for first in range(0, count, 500):
        ours.commit(ours.producing(producer), thing, 500, first)
    ladder = Ladder(Database(consumer), SystemClock())
    delivery = LocalDelivery(EventLog(Database(producer)), ours.HEARD, SqlInbox(ours.hearing(consumer), ours.HEARD), ladder)
    started = time.perf_counter()
    delivery.run_until_idle()
    took = time.perf_counter() - started
    with Database(consumer).read() as connection:
        assert connection.execute(select(func.count()).select_from(ours.applied)).scalar_one() == count
    return count / took
