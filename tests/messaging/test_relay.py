"""From the log to the queues: nothing is passed over, whatever the broker does, and nobody waits for anybody else."""

import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from shared.clock import SystemClock
from shared.errors import TooLarge, Unavailable
from shared.messaging.log import EventLog
from shared.messaging.rabbitmq.broker import Broker
from shared.messaging.rabbitmq.relay import AT_ONCE, NotTaken, Producer, Relay, Sending
from shared.messaging.rabbitmq.sent import Sent, SentMark
from shared.messaging.rabbitmq.topology import queue_of, sent_queue_of, topology_of
from shared.messaging.subscription import Subscription
from shared.storage.database import Database
from shared.storage.leading import RELAY, lead_of
from shared.storage.port import Said
from shared.storage.work import Work
from shared.testing.delivery import AUTHORITY, SOURCE, ThingChanged, ThingIgnored
from tests.stack.fixtures import Rabbit

from .beds import PROVIDER, note_effect, open_database, works_on
from .broker import take_all, way_to

PATIENCE_SECONDS = 60
ONE: Subscription[Work] = Subscription("one", SOURCE, {ThingChanged: note_effect})
OTHER: Subscription[Work] = Subscription("other.of-them", SOURCE, {ThingChanged: note_effect})


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


class Sender:
    """A producer on SQLite, a broker, and those who hear."""

    def __init__(self, path: Path, rabbit: Rabbit) -> None:
        self.path, self.rabbit = path, rabbit
        self.database = open_database(path)
        self.works = works_on(self.database, SystemClock())

    def describe(self, *subscriptions: Subscription[Work], length: int = 100_000) -> None:
        Broker(self.rabbit.url, self.rabbit.management_url).apply(topology_of(subscriptions, length))

    def say(self, count: int, name: str = "red") -> list[str]:
        said = [Said(ThingChanged(name=name), f"thing-{number}", AUTHORITY, 1) for number in range(count)]
        with self.works.begin(PROVIDER, "change things") as work:
            work.emit_all(said)
        return work.emitted

    def relay(self, *subscriptions: Subscription[Work], url: str | None = None, stopping: threading.Event | None = None) -> Relay:
        producer = Producer(SOURCE, self.database, url or self.rabbit.url)
        return Relay(producer, subscriptions, lead_of(self.path, RELAY), stopping or threading.Event())

    def ids(self, consumer: str) -> list[str]:
        return [message.properties["message_id"] for message in take_all(self.rabbit.url, queue_of(consumer))]


@pytest.fixture
def producer(tmp_path: Path, rabbit_vhost: Rabbit) -> Iterator[Sender]:
    one = Sender(tmp_path / "producer.sqlite", rabbit_vhost)
    yield one
    one.database.close()


@pytest.fixture
def stopping() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def started(relay: Relay) -> threading.Thread:
    thread = threading.Thread(target=relay.run, daemon=True)
    thread.start()
    return thread


def send_all(sending: Sending) -> None:
    while sending.run_once():
        pass


def test_what_was_said_while_the_broker_was_away_arrives_when_it_is_back(producer: Sender, stopping: threading.Event) -> None:
    producer.describe(ONE)
    with way_to(producer.rabbit.url) as way:
        thread = started(producer.relay(ONE, url=way.url, stopping=stopping))
        said = producer.say(300)
        assert producer.ids("one") == []
        way.open()
        wait_for(lambda: Sent(producer.database).reached("one").position == 300)
        way.close()
        said += producer.say(50)
        way.open()
        wait_for(lambda: Sent(producer.database).reached("one").position == 350)
        stopping.set()
        thread.join(PATIENCE_SECONDS)
    got = producer.ids("one")
    assert list(dict.fromkeys(got)) == said  # in the log's order; what was not confirmed when the way was cut may have come twice


def test_a_full_queue_does_not_stop_its_sibling_and_loses_nothing(producer: Sender) -> None:
    producer.describe(ONE, OTHER, length=20)
    said = producer.say(300)
    full, free = producer.relay(ONE, OTHER).sendings()
    emptied: list[str] = []
    while len(emptied) < len(said):
        try:
            send_all(free)
        except NotTaken as full_too:
            assert "The queue of other.of-them is full" in full_too.message
        emptied += producer.ids(OTHER.consumer)
    with pytest.raises(NotTaken, match="The queue of one is full"):
        send_all(full)
    held = Sent(producer.database).reached("one").position
    assert (list(dict.fromkeys(emptied)), held < len(said)) == (said, True)
    arrived: list[str] = []
    while Sent(producer.database).reached("one").position < len(said):
        arrived += producer.ids("one")
        try:
            send_all(full)
        except NotTaken:
            continue
    assert list(dict.fromkeys([*arrived, *producer.ids("one")])) == said


def test_what_no_queue_is_bound_for_is_not_sent_and_says_so(producer: Sender) -> None:
    producer.describe(ONE)
    producer.say(3)
    (sending,) = producer.relay(OTHER).sendings()
    with pytest.raises(NotTaken, match=r"no queue bound for other\.of-them") as refusal:
        sending.run_once()
    assert (refusal.value.remedy, Sent(producer.database).reached(OTHER.consumer).position) == ("Run `signpost topology apply`.", 0)


def test_types_it_does_not_hear_are_passed_over(producer: Sender) -> None:
    producer.describe(ONE)
    with producer.works.begin(PROVIDER, "change things") as work:
        work.emit_all([Said(ThingIgnored(), "a", AUTHORITY, 1)] * 3)
    (said,) = producer.say(1)
    (sending,) = producer.relay(ONE).sendings()
    send_all(sending)
    assert (producer.ids("one"), Sent(producer.database).reached("one").position) == ([said], 4)


def test_who_comes_new_hears_the_log_from_its_beginning(producer: Sender) -> None:
    producer.describe(ONE, OTHER)
    said = producer.say(5)
    send_all(producer.relay(ONE).sendings()[0])
    for sending in producer.relay(ONE, OTHER).sendings():
        send_all(sending)
    assert (producer.ids("one"), producer.ids(OTHER.consumer)) == (said, said)


def test_of_two_relays_one_sends_and_the_other_follows_it(producer: Sender, stopping: threading.Event) -> None:
    producer.describe(ONE)
    first_stops = threading.Event()
    first = started(producer.relay(ONE, stopping=first_stops))
    said = producer.say(450)
    wait_for(lambda: Sent(producer.database).reached("one").position == 450)
    started(producer.relay(ONE, stopping=stopping))
    said += producer.say(50)
    wait_for(lambda: Sent(producer.database).reached("one").position == 500)
    first_stops.set()
    first.join(PATIENCE_SECONDS)
    said += producer.say(50)
    wait_for(lambda: Sent(producer.database).reached("one").position == 550)
    assert producer.ids("one") == said  # each once


def test_on_postgresql_the_lead_goes_over_when_the_leaders_session_is_gone(postgres_database: str) -> None:
    leader, follower = lead_of(postgres_database, RELAY), lead_of(postgres_database, RELAY)
    assert (leader.held(), follower.held(), leader.held()) == (True, False, True)
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
    with pytest.raises(Unavailable, match="cannot say who leads"):
        leader.held()
    assert (follower.held(), leader.held()) == (True, False)
    follower.let_go()
    assert leader.held()
    leader.let_go()


def test_a_log_that_forgot_what_was_sent_is_refused_until_a_person_says_how_to_go_on(producer: Sender) -> None:
    producer.describe(ONE)
    producer.say(3)
    send_all(producer.relay(ONE).sendings()[0])
    producer.ids("one")
    producer.database.close()
    older = Sender(producer.path.with_name("older.sqlite"), producer.rabbit)
    said = older.say(1)
    with pytest.raises(Unavailable, match="3 events of /directory were sent that are not in its log now") as refusal:
        older.relay(ONE).sendings()
    assert "signpost topology resend" in refusal.value.remedy
    Sent(older.database).forget()
    SentMark(older.rabbit.url, SOURCE).forget()
    send_all(older.relay(ONE).sendings()[0])
    assert older.ids("one") == said
    older.database.close()


def test_without_its_topology_the_broker_is_not_asked_in_vain(producer: Sender) -> None:
    with pytest.raises(Unavailable) as refusal:
        producer.relay(ONE).sendings()
    assert refusal.value.message == f"RabbitMQ has no {sent_queue_of(SOURCE)}."
    assert "signpost topology apply" in refusal.value.remedy


def test_however_many_wait_one_page_of_them_is_in_memory(producer: Sender) -> None:
    producer.describe(ONE)
    for _ in range(10):
        producer.say(1000, name="x" * 1000)
    (sending,) = producer.relay(ONE).sendings()
    sending.run_once()  # what is made once is not counted
    tracemalloc.start()
    sending.run_once()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert EventLog(producer.database).newest() - Sent(producer.database).reached("one").position == 10_000 - 2 * AT_ONCE
    assert peak < 20 * AT_ONCE * 1000


def test_an_event_that_no_consumer_would_take_is_never_said(producer: Sender) -> None:
    with pytest.raises(TooLarge, match="1,000,000 bytes"):
        producer.say(1, name="x" * 1_000_000)
    assert EventLog(producer.database).newest() == 0


def test_a_database_is_what_the_lead_is_kept_with(tmp_path: Path) -> None:
    Database(tmp_path / "one.sqlite").close()
    one, other_service = lead_of(tmp_path / "one.sqlite", RELAY), lead_of(tmp_path / "two.sqlite", RELAY)
    assert (one.held(), other_service.held()) == (True, True)
    one.let_go()
    other_service.let_go()
