"""Over the real broker, where messages come in any order and more than once, the figures are those of a plain count too."""

import random
from pathlib import Path

import amqp
import pytest

from services.directory.use_cases.change_places import change_places
from services.directory.use_cases.withdraw_class import withdraw_class
from services.reporting.entrypoints.listener import HEARD
from services.reporting.use_cases.verify import verify
from services.reporting.use_cases.verify_log import verify_log
from services.reporting.wiring import consuming
from shared.contracts.provision import Places
from shared.messaging.rabbitmq.broker import Broker
from shared.messaging.rabbitmq.connection import connect
from shared.messaging.rabbitmq.consuming import Came
from shared.messaging.rabbitmq.publishing import Publisher
from shared.messaging.rabbitmq.relay import Furthest, Producer, Sending
from shared.messaging.rabbitmq.sent import SentMark
from shared.messaging.rabbitmq.topology import queue_of, topology_of
from tests.databases import Ground
from tests.reporting.pair import OPERATOR, Pair, Template, open_pair_on
from tests.reporting.plain_count import plain_count
from tests.stack.fixtures import Rabbit

SEED = 5
CLASSES = 30


def live(pair: Pair) -> None:
    """Classes that are published, told of, and half of them withdrawn."""
    for number in range(CLASSES):
        made = pair.publish(name=f"ESOL class {number}", provider_id=pair.providers[number % 2], venue_id=pair.venues[number % 2])
        change_places(pair.directory, OPERATOR, made, Places(open=number))
        if number % 2:
            withdraw_class(pair.directory, OPERATOR, made)


def send_all(pair: Pair, broker: Rabbit) -> None:
    mark = SentMark(broker.url, "/directory")
    producer = Producer("/directory", pair.database, broker.url)
    sending = Sending(producer, HEARD["directory"], Furthest(mark, mark.check(pair.log)), Publisher(broker.url))
    while sending.run_once():
        pass
    sending.close()


def took(broker: Rabbit) -> list[Came]:
    """Everything that waits in reporting's queue."""
    connection = connect(broker.url)
    channel = connection.channel()
    came = []
    while message := channel.basic_get(queue_of("reporting")):
        channel.basic_ack(message.delivery_tag)
        came.append(_as_it_came(message))
    connection.close()
    return came


def _as_it_came(message: amqp.Message) -> Came:
    body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
    return Came(message.properties["application_headers"], body, message.properties.get("content_type"))


@pytest.mark.both_databases
def test_whatever_the_order_in_which_messages_come(ground: Ground, rabbit_vhost: Rabbit, template: Template, tmp_path: Path) -> None:
    with open_pair_on(ground, template, tmp_path) as pair:
        Broker(rabbit_vhost.url, rabbit_vhost.management_url).apply(topology_of(HEARD.values()))
        live(pair)
        send_all(pair, rabbit_vhost)
        messages = took(rabbit_vhost)
        chance = random.Random(SEED)
        coming = messages + chance.sample(messages, 20)
        chance.shuffle(coming)
        worker = consuming(pair.reporting, HEARD.values())
        for start in range(0, len(coming), 9):
            worker.take(coming[start : start + 9])
        assert pair.shown() == plain_count(pair.database, pair.clock.now())
        assert pair.shown()["every", "every", "classes"] == CLASSES / 2
        assert verify(pair.reporting.works).agrees
        heard = verify_log(pair.reporting.works, pair.clock, "directory", pair.log)
        assert (heard.said, heard.said_hash) == (heard.kept, heard.kept_hash)
