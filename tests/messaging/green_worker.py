"""What a worker does with what it should never get, and when what it stands on is away."""

from collections.abc import Mapping
from typing import Any

import amqp
import eventlet
import pytest

from shared.errors import Unavailable
from shared.messaging.inbox import SqlInboxTransaction
from shared.messaging.ladder import Ladder
from shared.messaging.parking import NO_EVENT, TOO_OFTEN_DELIVERED, Parked, Parking
from shared.messaging.rabbitmq.connection import connect
from shared.messaging.rabbitmq.envelope import Outgoing, outgoing
from shared.messaging.rabbitmq.publishing import Publisher
from shared.messaging.rabbitmq.topology import EXCHANGE, key_of, parked_queue_of, queue_of
from shared.messaging.subscription import Subscription
from shared.testing.delivery import CONSUMER, ThingChanged, ThingIgnored

from .beds import noted_effects
from .green_beds import RabbitBed, green_bed, two_databases, wait_for

__all__ = ["green_bed", "two_databases"]  # fixtures
KEY = key_of(CONSUMER, ThingChanged.TYPE)


@pytest.fixture
def bed(green_bed: RabbitBed) -> RabbitBed:
    return green_bed


def said(bed: RabbitBed, subject: str = "a") -> Outgoing:
    """An event of the producer's as a message, which the relay has not sent."""
    event_id = bed.publish(ThingChanged(name="red"), subject, 1)
    bed.log.sequence_new()
    (logged,) = [each for each in bed.log.written_after(0, 1000, None) if each.id == event_id]
    return outgoing(logged, KEY)


def send(bed: RabbitBed, *messages: Outgoing) -> None:
    publisher = Publisher(bed.rabbit.url)
    assert publisher.publish(messages).confirmed == len(messages)
    publisher.close()


def send_raw(bed: RabbitBed, body: bytes, exchange: str = EXCHANGE, key: str = KEY, **properties: Any) -> None:
    connection = connect(bed.rabbit.url)
    channel = connection.channel()
    channel.confirm_select()
    channel.basic_publish_confirm(amqp.Message(body, **properties), exchange, key, mandatory=True)
    connection.close()


def parked(bed: RabbitBed) -> list[Parked]:
    return Parking(bed.consumer, bed.clock).waiting()


def unacknowledged_and_ready(bed: RabbitBed, queue: str) -> int:
    """Counted by the broker after the worker's connection is gone: what was not acknowledged is ready again."""
    bed.worker.stop()
    connection = connect(bed.rabbit.url)
    _, messages, _ = connection.channel().queue_declare(queue, passive=True)
    connection.close()
    return int(messages)


def test_a_message_that_is_published_twice_has_one_effect(bed: RabbitBed) -> None:
    message = said(bed)
    send(bed, message)
    send(bed, message)
    bed.run_until_idle()  # the relay sends it a third time
    wait_for(lambda: bed.consuming.done.count(message.id) == 3)
    assert (noted_effects(bed.consumer, CONSUMER), bed.trouble.tries[message.id]) == ([message.id], 1)


def test_twice_in_one_batch_too(bed: RabbitBed) -> None:
    message = said(bed)
    twin = Outgoing("twin", message.key, message.headers, message.body)
    send(bed, message, twin)
    wait_for(lambda: bed.consuming.done.count(message.id) == 2)
    assert noted_effects(bed.consumer, CONSUMER) == [message.id]


def test_bytes_that_are_no_event_are_parked_and_stop_nobody(bed: RabbitBed) -> None:
    send_raw(bed, b"\xff\xfe not an event", content_type="application/json")
    bed.publish(ThingChanged(name="red"), "b", 1)
    bed.run_until_idle()
    wait_for(lambda: bool(parked(bed)))
    (one,) = parked(bed)
    assert (one.reason, one.error, bed.state()) == (NO_EVENT, "ce-specversion: is missing", {"b": (1, "red")})
    assert one.unreadable is not None
    assert one.unreadable.body == b"\xff\xfe not an event"


@pytest.mark.parametrize(
    ("change", "said_of_it"),
    [
        ({"ce-sequence": "many"}, "ce-sequence: int_parsing"),
        ({"ce-time": "yesterday"}, "ce-time: datetime_from_date_parsing"),
        ({"ce-specversion": "2.0"}, "ce-specversion: is not 1.0"),
        ({"ce-id": 7}, "ce-id: is no text but int"),
        ({"nameko.call_id_stack": 7}, None),
    ],
)
def test_a_bad_header_parks_its_message_and_names_itself(bed: RabbitBed, change: Mapping[str, Any], said_of_it: str | None) -> None:
    message = said(bed)
    send_raw(bed, message.body, content_type="application/json", application_headers={**message.headers, **change})
    wait_for(lambda: len(bed.consuming.done) == 1)
    assert [one.error for one in parked(bed)] == ([said_of_it] if said_of_it else [])
    bed.consuming.done.clear()
    bed.run_until_idle()  # the relay sends it as it should be
    assert bed.state() == {"a": (1, "red")}


def test_properties_that_cannot_be_read_do_not_end_the_worker(bed: RabbitBed) -> None:
    send_raw(bed, b"{}", content_type=b"\xff\xff", message_id=b"\xfe")
    bed.publish(ThingChanged(name="red"), "b", 1)
    bed.run_until_idle()
    wait_for(lambda: bool(parked(bed)))
    assert (len(parked(bed)), bed.state()) == (1, {"b": (1, "red")})


def test_a_type_that_nobody_hears_is_acknowledged_and_forgotten(bed: RabbitBed) -> None:
    message = said(bed)
    send_raw(bed, b"{}", content_type="application/json", application_headers={**message.headers, "ce-type": ThingIgnored.TYPE})
    wait_for(lambda: len(bed.consuming.done) == 1)
    assert (bed.state(), parked(bed), unacknowledged_and_ready(bed, queue_of(CONSUMER))) == ({}, [], 0)


def test_an_oversized_message_is_parked(bed: RabbitBed) -> None:
    message = said(bed)
    body = b'{"name": "' + b"x" * 1_000_001 + b'"}'
    send_raw(bed, body, content_type="application/json", application_headers=message.headers)
    wait_for(lambda: bool(parked(bed)))
    assert parked(bed)[0].error == "body: has 1000013 bytes; an event has at most 1000000"


def test_what_the_broker_gave_up_on_is_parked(bed: RabbitBed) -> None:
    message = said(bed)
    send_raw(bed, message.body, "", parked_queue_of(CONSUMER), content_type="application/json", application_headers=message.headers)
    wait_for(lambda: bool(parked(bed)))
    assert ([(one.id, one.reason) for one in parked(bed)], bed.state()) == ([(message.id, TOO_OFTEN_DELIVERED)], {})
    bed.redrive(message.id)
    wait_for(lambda: bed.state() == {"a": (1, "red")})


def test_while_its_database_is_away_the_worker_holds_its_messages(bed: RabbitBed, monkeypatch: pytest.MonkeyPatch) -> None:
    claims, real = 0, SqlInboxTransaction.claim

    def away(self: Any, events: Any) -> set[str]:
        nonlocal claims
        claims += 1
        raise Unavailable("The database server does not answer.")

    monkeypatch.setattr(SqlInboxTransaction, "claim", away)
    bed.publish(ThingChanged(name="red"), "a", 1)
    bed.send()
    wait_for(lambda: claims >= 3)
    assert (bed.consuming.done, Ladder(bed.consumer, bed.clock).due(CONSUMER, 10), bed.state()) == ([], [], {})
    monkeypatch.setattr(SqlInboxTransaction, "claim", real)
    bed.run_until_idle()
    assert (bed.state(), list(bed.trouble.tries.values())) == ({"a": (1, "red")}, [1])


def test_a_connection_that_is_cut_is_made_again(bed: RabbitBed) -> None:
    (container,) = bed.worker.containers
    (entrypoint,) = container.entrypoints
    bed.publish(ThingChanged(name="red"), "a", 1)
    bed.run_until_idle()
    for consumer in entrypoint.queue_consumer._consumers.values():
        consumer.channel.connection.transport.sock.shutdown(2)
    bed.publish(ThingChanged(name="blue"), "a", 2)
    bed.run_until_idle()
    assert bed.state() == {"a": (2, "blue")}


def test_what_was_not_acknowledged_comes_again_and_has_no_effect(bed: RabbitBed, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = 0

    def lose(*_: object, **__: object) -> None:
        nonlocal lost
        lost += 1
        raise OSError("cut")

    monkeypatch.setattr("amqp.channel.Channel.basic_ack", lose)
    event_id = bed.publish(ThingChanged(name="red"), "a", 1)
    bed.run_until_idle()
    wait_for(lambda: lost > 0)
    monkeypatch.undo()
    bed.restart()
    wait_for(lambda: event_id in bed.consuming.done)
    assert (noted_effects(bed.consumer, CONSUMER), unacknowledged_and_ready(bed, queue_of(CONSUMER))) == ([event_id], 0)


def test_a_worker_without_its_queue_waits_for_it(bed: RabbitBed) -> None:
    subscription: Subscription[Any] = bed.subscription
    connection = connect(bed.rabbit.url)
    connection.channel().queue_delete(queue_of(CONSUMER))
    connection.close()
    event_id = bed.publish(ThingChanged(name="red"), "a", 1)
    with pytest.raises(Unavailable, match="no queue bound"):
        bed.send()
    bed.describe(subscription)
    bed.run_until_idle()
    eventlet.sleep(0)
    assert noted_effects(bed.consumer, CONSUMER) == [event_id]
