"""A partner's credentials open its own queue and stream for reading, and nothing else: each other thing is tried, on the real broker."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import amqp
import httpx
import pytest
from amqp.exceptions import AccessRefused, NotAllowed

from services.reporting.adapters.partner_broker import RabbitPartners
from services.reporting.domain.partners import EXCHANGE, LIMITS, Limits, Partner
from services.reporting.use_cases.settle_partner import Outcome
from tests.partners.conftest import LEEDS, PUBLISHED, Platform
from tests.stack.fixtures import Rabbit

FIRST = {"x-stream-offset": "first"}
OURS = "signpost.reporting"
PAGES = ("whoami", "overview", "queues", "users", "definitions", "exchanges", "connections")
KEY = f"{LEEDS}.{PUBLISHED}"


@pytest.fixture
def library(platform: Platform) -> Outcome:
    return platform.add("library")


@pytest.fixture
def other(platform: Platform) -> Partner:
    return platform.add("other").partner


@pytest.fixture
def connection(platform: Platform, library: Outcome, other: Partner) -> Iterator[amqp.Connection]:
    """The library's, beside one of our own queues and another partner's, which hold a message each."""
    operator = platform.as_operator()
    ours = operator.channel()
    ours.queue_declare(OURS, durable=True, auto_delete=False)
    ours.basic_publish(amqp.Message("ours"), routing_key=OURS)
    ours.basic_publish(amqp.Message("theirs"), exchange=EXCHANGE, routing_key=KEY)
    roomy = RabbitPartners(platform.rabbit.management_url, platform.rabbit.vhost, Limits(channels=100))  # each refusal ends a channel
    roomy.make(library.partner)
    roomy.close()
    theirs = platform.connect(library.partner.user, library.secret or "")
    yield theirs
    theirs.collect()
    operator.collect()


Try = Callable[[amqp.Channel, Partner, Partner], object]


def publish(channel: amqp.Channel, exchange: str, key: str) -> None:
    channel.confirm_select()
    channel.basic_publish_confirm(amqp.Message("forged"), exchange=exchange, routing_key=key)


REFUSED: dict[str, Try] = {
    "get from our queue": lambda channel, own, other: channel.basic_get(OURS),
    "consume our queue": lambda channel, own, other: channel.basic_consume(OURS),
    "get from another partner's queue": lambda channel, own, other: channel.basic_get(other.queue),
    "consume another partner's queue": lambda channel, own, other: channel.basic_consume(other.queue),
    "read another partner's stream": lambda channel, own, other: channel.basic_consume(
        other.stream, arguments={"x-stream-offset": "first"}
    ),
    "empty our queue": lambda channel, own, other: channel.queue_purge(OURS),
    "empty another partner's queue": lambda channel, own, other: channel.queue_purge(other.queue),
    "publish to partners": lambda channel, own, other: publish(channel, EXCHANGE, KEY),
    "publish to our queue": lambda channel, own, other: publish(channel, "", OURS),
    "publish to its own queue": lambda channel, own, other: publish(channel, "", own.queue),
    "publish to the broker's own exchange": lambda channel, own, other: publish(channel, "amq.topic", KEY),
    "make a queue": lambda channel, own, other: channel.queue_declare(f"{own.user}.mine"),
    "make a queue that the broker names": lambda channel, own, other: channel.queue_declare("", exclusive=True),
    "make its queue with other limits": lambda channel, own, other: channel.queue_declare(own.queue, durable=True, auto_delete=False),
    "make an exchange": lambda channel, own, other: channel.exchange_declare(f"{own.user}.mine", "topic"),
    "hear more in its own queue": lambda channel, own, other: channel.queue_bind(own.queue, EXCHANGE, "#"),
    "hear less in another's": lambda channel, own, other: channel.queue_unbind(other.queue, EXCHANGE, KEY),
    "delete its own queue": lambda channel, own, other: channel.queue_delete(own.queue),
    "delete another partner's queue": lambda channel, own, other: channel.queue_delete(other.queue),
    "delete our queue": lambda channel, own, other: channel.queue_delete(OURS),
    "delete the exchange": lambda channel, own, other: channel.exchange_delete(EXCHANGE),
}


def is_refused(trying: Try, connection: amqp.Connection, own: Partner, other: Partner) -> bool:
    try:
        trying(connection.channel(), own, other)
    except AccessRefused:
        return True
    return False


def test_a_partner_is_refused_all_of_these(connection: amqp.Connection, library: Outcome, other: Partner) -> None:
    allowed = [what for what, trying in REFUSED.items() if not is_refused(trying, connection, library.partner, other)]
    assert allowed == []


def test_a_partner_may_read_its_queue_and_its_stream(connection: amqp.Connection, library: Outcome, other: Partner) -> None:
    reading: dict[str, Try] = {
        "get": lambda channel, own, other: channel.basic_get(own.queue),
        "consume": lambda channel, own, other: channel.basic_consume(own.queue),
        "read the stream": lambda channel, own, other: (channel.basic_qos(0, 1, False), channel.basic_consume(own.stream, arguments=FIRST)),
    }
    assert [what for what, trying in reading.items() if is_refused(trying, connection, library.partner, other)] == []


def test_a_partner_has_no_part_in_the_management_of_the_broker(platform: Platform, library: Outcome) -> None:
    place = httpx.URL(platform.rabbit.management_url).copy_with(userinfo=b"")
    with httpx.Client(base_url=place, auth=(library.partner.user, library.secret or ""), trust_env=False) as management:
        answers = {page: management.get(f"/api/{page}").status_code for page in PAGES}
    assert answers == dict.fromkeys(PAGES, httpx.codes.UNAUTHORIZED)


def test_a_partner_has_no_part_in_another_virtual_host(platform: Platform, library: Outcome, rabbit_server: Rabbit) -> None:
    elsewhere = replace(platform, rabbit=rabbit_server)
    with pytest.raises(NotAllowed):
        elsewhere.connect(library.partner.user, library.secret or "")


def test_whoever_knows_a_queues_name_may_learn_how_much_waits_there_and_no_more(connection: amqp.Connection) -> None:
    """RabbitMQ asks no permission for a passive declare (decision 24): no event and no name of a queue is told by it."""
    assert connection.channel().queue_declare(OURS, passive=True).message_count == 1


def test_no_more_connections_than_its_limit(platform: Platform, library: Outcome) -> None:
    opened = [platform.connect(library.partner.user, library.secret or "") for _ in range(LIMITS.connections)]
    with pytest.raises(NotAllowed):
        platform.connect(library.partner.user, library.secret or "")
    for connection in opened:
        connection.collect()


def test_no_more_channels_than_its_limit(platform: Platform, library: Outcome) -> None:
    connection = platform.connect(library.partner.user, library.secret or "")
    for _ in range(LIMITS.channels):
        connection.channel()
    with pytest.raises((NotAllowed, OSError)):
        connection.channel()
    connection.collect()
