"""A producer and a consumer on PostgreSQL with RabbitMQ between them: the relay's own sending, and a worker on nameko.

nameko changes sockets and threads of its process, so what uses this runs in a process of its own: see green.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import eventlet
import psycopg
import pytest
from sqlalchemy import Table, insert, select

from shared.clock import SetClock
from shared.contracts.event import EventData
from shared.messaging.consumer import Consumer
from shared.messaging.inbox import SqlInbox
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.messaging.parking import Parking
from shared.messaging.rabbitmq.broker import Broker
from shared.messaging.rabbitmq.consuming import Came, Consuming, Heard
from shared.messaging.rabbitmq.nameko_worker import start_worker
from shared.messaging.rabbitmq.relay import Producer, Relay
from shared.messaging.rabbitmq.sent import Sent
from shared.messaging.rabbitmq.topology import topology_of
from shared.messaging.subscription import Subscription
from shared.storage.database import Database
from shared.storage.leading import RELAY, lead_of
from shared.storage.schema import shared_tables
from shared.testing.delivery import CONSUMER, SOURCE, Trouble, suite_subscription
from tests.databases import OnPostgres
from tests.stack.fixtures import Postgres, Rabbit

from .beds import keep_thing, kept_things, metadata, open_database, publish, works_on

_TABLES = [*shared_tables.sorted_tables, *metadata.sorted_tables]
PATIENCE_SECONDS = 60
TICK_SECONDS = 0.02


def wait_for(happened: Callable[[], bool]) -> None:
    """Lets green threads work until it has happened; raises eventlet.Timeout when it never does."""
    with eventlet.Timeout(PATIENCE_SECONDS):
        while not happened():
            eventlet.sleep(0.01)


class Watched(Consuming):
    """Knows what it has dealt with."""

    def __init__(self, heard: Sequence[Heard], database: Database, clock: SetClock) -> None:
        super().__init__(heard, database, clock)
        self.done: list[object] = []

    def take(self, messages: Sequence[Came]) -> None:
        super().take(messages)
        self.done += [message.headers.get("ce-id") for message in messages]


class RabbitBed:
    """`producer`, `consumer`: addresses of two databases with the tables of both sides, which are emptied."""

    def __init__(self, producer: str, consumer: str, rabbit: Rabbit, clock: SetClock) -> None:
        self.clock, self.trouble, self.rabbit = clock, Trouble(), rabbit
        self._producer, self._consumer = producer, consumer
        self._lost: set[str] = set()
        for address in (producer, consumer):
            _empty(address)
        self.subscription = suite_subscription(keep_thing, self.trouble)
        self.describe(self.subscription)
        self._start()

    def describe(self, *subscriptions: Subscription[Any]) -> None:
        """As `signpost topology apply` does."""
        Broker(self.rabbit.url, self.rabbit.management_url).apply(topology_of(subscriptions))

    def _start(self) -> None:
        self.producer, self.consumer = Database(self._producer), Database(self._consumer)
        self.works, self.log = works_on(self.producer, self.clock), EventLog(self.producer)
        self.inbox = SqlInbox(works_on(self.consumer, self.clock, "/suite"), self.subscription)
        self.consuming = Watched([Heard(self.subscription, self.inbox)], self.consumer, self.clock)
        self.worker = start_worker(self.consuming, self.rabbit.url, TICK_SECONDS)
        producer = Producer(SOURCE, self.producer, self.rabbit.url)
        self.relay = Relay(producer, [self.subscription], lead_of(self._producer, RELAY), eventlet.patcher.original("threading").Event())
        self._before = Sent(self.producer).reached(CONSUMER).position

    def restart(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        self.worker.stop()
        self.producer.close()
        self.consumer.close()

    def publish(self, data: EventData, subject: str, sequence: int) -> str:
        return publish(self.works, data, subject, sequence)

    def run_until_idle(self) -> None:
        self.send()
        sent = {event.id for position, event in self.log.after(self._before, 10_000, self.subscription.types) if position <= self._sent()}
        wait_for(lambda: sent - self._lost <= set(self.consuming.done))
        ladder = Ladder(self.consumer, self.clock)
        wait_for(lambda: not ladder.due(CONSUMER, 1))

    def send(self) -> None:
        for sending in self.relay.sendings():
            while sending.run_once():
                pass
            sending.close()

    def _sent(self) -> int:
        return Sent(self.producer).reached(CONSUMER).position

    def keep_copy(self) -> None:
        """Table by table: a copy of the whole database takes seconds, and there is nothing else in it."""
        self._copy: dict[Table, list[dict[str, Any]]] = {}
        with self.producer.read() as connection:
            for table in _TABLES:
                self._copy[table] = [dict(row) for row in connection.execute(select(table)).mappings()]

    def put_copy_back(self) -> None:
        self.stop()
        _empty(self._producer)
        with self.producer.write() as connection:
            for table, rows in self._copy.items():
                if rows:
                    connection.execute(insert(table), rows)
        self._start()

    def lose(self, data: EventData, subject: str, sequence: int) -> str:
        event_id = self.publish(data, subject, sequence)
        self.log.sequence_new()
        Sent(self.producer).move(CONSUMER, self.log.end())
        self._lost.add(event_id)
        return event_id

    def as_consumer(self) -> Consumer[Any]:
        return Consumer(self.subscription, self.log, self.inbox, self.consumer, self.clock)

    def state(self) -> Mapping[str, tuple[int, str]]:
        return kept_things(self.consumer)

    def parked(self) -> Mapping[str, str]:
        return {one.id: one.reason for one in Parking(self.consumer, self.clock).waiting()}

    def redrive(self, event_id: str) -> None:
        Parking(self.consumer, self.clock).redrive(event_id, "operator")


def _empty(address: str) -> None:
    names = ", ".join(table.name for table in _TABLES)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {names}")


@pytest.fixture(scope="module")
def two_databases(postgres_server: Postgres) -> Iterator[tuple[str, str]]:
    """Made once: it takes longer than most tests do."""
    server = OnPostgres(postgres_server)
    addresses = server.new(Path("producer")), server.new(Path("consumer"))
    for address in addresses:
        open_database(address).close()
    yield addresses
    server.drop()


@pytest.fixture
def green_bed(two_databases: tuple[str, str], rabbit_vhost: Rabbit, clock: SetClock) -> Iterator[RabbitBed]:
    bed = RabbitBed(*two_databases, rabbit_vhost, clock)
    yield bed
    bed.stop()
