"""Producers and consumers on real files, for the suite in shared/testing/delivery.py and for the tests beside this file."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select

from shared.clock import Clock, SetClock
from shared.contracts.event import Event, EventData
from shared.ids import RandomIds
from shared.messaging.consumer import Consumer
from shared.messaging.delivery import BATCH, LocalDelivery
from shared.messaging.inbox import Numbered, PositionedInbox, Reached, SqlInbox
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.messaging.parking import Parking
from shared.messaging.subscription import Subscription
from shared.permissions import Actor
from shared.storage.database import Database
from shared.storage.schema import shared_tables
from shared.storage.sqlite import copy_database
from shared.storage.upsert import upsert
from shared.storage.work import Work, Works
from shared.testing.delivery import AUTHORITY, SOURCE, Trouble, suite_subscription

PROVIDER = Actor(subject="p1", name="A. Provider")
metadata = MetaData()
things = Table("things", metadata, Column("subject", Text, primary_key=True), Column("sequence", Integer), Column("name", Text))
effects = Table("effects", metadata, Column("row", Integer, primary_key=True), Column("consumer", Text), Column("event_id", Text))


def open_database(address: Path | str) -> Database:
    database = Database(address)
    with database.write() as connection:
        shared_tables.create_all(connection)
        metadata.create_all(connection)
    return database


def works_on(database: Database, clock: Clock, source: str = SOURCE) -> Works[Work]:
    return Works(database, clock, RandomIds(), source=source, build=Work)


def publish(works: Works[Work], data: EventData, subject: str, sequence: int) -> str:
    with works.begin(PROVIDER, "change a thing") as work:
        return work.emit(data, subject=subject, authority=AUTHORITY, sequence=sequence)


def keep_thing(work: Work, event: Event, data: Any) -> None:
    upsert(work.connection, things, [{"subject": event.subject, "sequence": event.sequence, "name": data.name}])
    note_effect(work, event, data)


def note_effect(work: Work, event: Event, _data: Any) -> None:
    """An effect that would show if it happened twice."""
    work.connection.execute(insert(effects).values(consumer=work.actor.name, event_id=event.id))


def kept_things(database: Database) -> dict[str, tuple[int, str]]:
    with database.read() as connection:
        return {row.subject: (row.sequence, row.name) for row in connection.execute(select(things))}


def noted_effects(database: Database, consumer: str) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(effects.c.event_id).where(effects.c.consumer == consumer).order_by(effects.c.row)).scalars())


def sql_delivery(
    producer: Database, consumer: Database, clock: Clock, subscription: Subscription[Work], batch: int = BATCH
) -> LocalDelivery[Work]:
    inbox = SqlInbox(works_on(consumer, clock, "/suite"), subscription)
    return LocalDelivery(EventLog(producer), subscription, inbox, Ladder(consumer, clock), batch)


class SqlBed:
    """Local delivery into a database: the producer's own, or another service's."""

    def __init__(self, producer: Path | str, consumer: Path | str, clock: SetClock) -> None:
        self.clock, self.trouble = clock, Trouble()
        self._addresses = (producer, consumer)
        self.restart()

    def restart(self) -> None:
        producer, consumer = self._addresses
        self.producer = open_database(producer)
        self.consumer = self.producer if producer == consumer else open_database(consumer)
        self.works, self.log = works_on(self.producer, self.clock), EventLog(self.producer)
        self.delivery = self.deliver()

    @property
    def _paths(self) -> tuple[Path, Path]:
        """Where both are files."""
        producer, consumer = map(Path, self._addresses)
        return producer, consumer

    def keep_copy(self) -> None:
        self._copy = self._paths[0].with_suffix(".copy")
        copy_database(self._paths[0], self._copy)

    def put_copy_back(self) -> None:
        self.producer.close()
        for part in ("-wal", "-shm"):
            self._paths[0].with_name(self._paths[0].name + part).unlink(missing_ok=True)
        self._copy.replace(self._paths[0])
        self.restart()

    def deliver(self) -> LocalDelivery[Any]:
        return sql_delivery(self.producer, self.consumer, self.clock, suite_subscription(keep_thing, self.trouble))

    def publish(self, data: EventData, subject: str, sequence: int) -> str:
        return publish(self.works, data, subject, sequence)

    def run_until_idle(self) -> None:
        self.delivery.run_until_idle()

    def state(self) -> Mapping[str, tuple[int, str]]:
        return kept_things(self.consumer)

    def parked(self) -> Mapping[str, str]:
        return {one.id: one.reason for one in Parking(self.consumer, self.clock).waiting()}

    def as_consumer(self) -> Consumer[Any]:
        return self.delivery.parts

    def lose(self, data: EventData, subject: str, sequence: int) -> str:
        event_id = self.publish(data, subject, sequence)
        self.log.sequence_new()
        inbox = cast(PositionedInbox[Any], self.delivery.parts.inbox)
        with inbox.transaction() as transaction:
            transaction.move_to(self.log.end())
        return event_id

    def redrive(self, event_id: str) -> None:
        Parking(self.consumer, self.clock).redrive(event_id, "operator")


@dataclass
class Page:
    """What a search index is to an inbox: documents and position in one commit, and no note of single events."""

    reached: Reached = field(default_factory=Reached)
    things: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass
class PageTransaction:
    effect: Page

    def newest_applied(self, subjects: Collection[str]) -> dict[str, int]:
        return {subject: self.effect.things[subject][0] for subject in subjects if subject in self.effect.things}

    def claim(self, events: Sequence[Event]) -> set[str]:
        return {event.id for event in events}

    def release(self, events: Sequence[Event]) -> None:
        """They are claimed every time."""

    def move_to(self, reached: Reached) -> None:
        if reached.position > self.effect.reached.position:
            self.effect.reached = reached


class PageInbox:
    def __init__(self, path: Path) -> None:
        self._path = path

    def reached(self) -> Reached:
        return self.load().reached

    def had(self, events: Collection[Numbered]) -> set[str]:
        kept = self.load().things
        return {event.id for event in events if event.sequence <= kept.get(event.subject, (0, ""))[0]}

    @contextmanager
    def transaction(self) -> Iterator[PageTransaction]:
        page = self.load()
        yield PageTransaction(page)
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps([page.reached.position, page.reached.event_id, page.things]))
        new.replace(self._path)

    def load(self) -> Page:
        if not self._path.exists():
            return Page()
        position, event_id, kept = json.loads(self._path.read_text())
        return Page(Reached(position, event_id), {subject: (sequence, name) for subject, (sequence, name) in kept.items()})


def page_keeps(page: Page, event: Event, data: Any) -> None:
    page.things[event.subject] = (event.sequence, data.name)


class PageBed(SqlBed):
    """Local delivery into something that stores its position only."""

    def deliver(self) -> LocalDelivery[Any]:
        self.page = PageInbox(self._paths[1].with_suffix(".json"))
        inbox: PositionedInbox[Page] = self.page
        return LocalDelivery(
            EventLog(self.producer), suite_subscription(page_keeps, self.trouble), inbox, Ladder(self.consumer, self.clock)
        )

    def state(self) -> Mapping[str, tuple[int, str]]:
        return self.page.load().things
