"""Signpost's own way, with one row written for each event, as the handler beside it writes one. Run as a process it is the relay.

The service is made up, so that what is measured is the delivery: outbox, relay, broker, worker, inbox. The parts are the product's.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Column, DateTime, MetaData, Table, Text, insert

from shared.clock import SystemClock
from shared.contracts.event import Event, EventData
from shared.ids import RandomIds
from shared.messaging.subscription import Subscription
from shared.permissions import Actor
from shared.storage.database import Database
from shared.storage.port import Said
from shared.storage.schema import include_shared
from shared.storage.types import JsonDocument
from shared.storage.work import Work, Works

SOURCE, CONSUMER, AUTHORITY = "/producer", "benchmark", "E08000035"
PRODUCER, HEARING, BROKER = "BENCHMARK_PRODUCER", "BENCHMARK_CONSUMER", "BENCHMARK_BROKER"
"""Names of environment variables: addresses of two databases and of the broker."""

tables = MetaData()
include_shared(tables)
applied = Table(
    "applied",
    tables,
    Column("event_id", Text, primary_key=True),
    Column("data", JsonDocument, nullable=False),
    Column("at", DateTime(timezone=True)),  # PostgreSQL notes when (benchmarks/events/ground.py)
)


class ThingPublished(EventData):
    """A class as it is published."""

    TYPE: ClassVar[str] = "uk.signpost.thing.published.v1"
    thing: dict[str, Any]


@dataclass
class Hearing(Work):
    """Rows are written together at the end of a transaction, as services/reporting writes what it heard."""

    rows: list[dict[str, Any]] = field(default_factory=list)


class HearingWorks(Works[Hearing]):
    @contextmanager
    def begin(self, actor: Actor, purpose: str, authorities: frozenset[str] | None = None) -> Iterator[Hearing]:
        with super().begin(actor, purpose, authorities) as work:
            yield work
            if work.rows:
                work.connection.execute(insert(applied), work.rows)


def write_row(work: Hearing, event: Event, data: ThingPublished) -> None:
    work.rows.append({"event_id": event.id, "data": data.thing})


HEARD: Subscription[Hearing] = Subscription(CONSUMER, SOURCE, {ThingPublished: write_row})


def producing(address: Path | str) -> Works[Work]:
    return Works(Database(address), SystemClock(), RandomIds(), source=SOURCE, build=Work)


def hearing(address: Path | str) -> HearingWorks:
    return HearingWorks(Database(address), SystemClock(), RandomIds(), source="/hearing", build=Hearing)


def commit(producer: Works[Work], thing: dict[str, Any], count: int, first: int = 0) -> str:
    """`count` events, in one transaction; returns the id of the last."""
    said = [Said(ThingPublished(thing=thing), f"thing-{first + number}", AUTHORITY, 1) for number in range(count)]
    with producer.begin(Actor(subject="benchmark", name="benchmark"), "measure") as work:
        work.emit_all(said)
        return work.emitted[-1]


def relay() -> None:
    from shared.messaging.rabbitmq.relay import Producer, Relay
    from shared.storage.hints import listen
    from shared.storage.leading import RELAY, lead_of

    address, stopping = os.environ[PRODUCER], threading.Event()
    one = Relay(Producer(SOURCE, Database(address), os.environ[BROKER]), [HEARD], lead_of(address, RELAY), stopping)
    if os.environ.get("BENCHMARK_HINTS", "yes") == "yes":
        listen(address, one.wake, stopping)
    one.run()


if __name__ == "__main__":
    relay()
