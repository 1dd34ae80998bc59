"""What the broker is to have, computed; and the broker brought to it without losing a message."""

from dataclasses import replace

import pytest

from shared.errors import Conflict, Unavailable
from shared.messaging.rabbitmq.broker import Broker
from shared.messaging.rabbitmq.connection import connect
from shared.messaging.rabbitmq.envelope import Outgoing
from shared.messaging.rabbitmq.publishing import Publisher
from shared.messaging.rabbitmq.topology import DELIVERIES, EXCHANGE, Binding, Topology, key_of, queue_of, topology_of
from shared.messaging.subscription import Subscription
from shared.storage.work import Work
from shared.testing.delivery import SOURCE, ThingChanged, ThingIgnored
from tests.stack.fixtures import Rabbit

from .beds import note_effect
from .broker import take_all

ONE: Subscription[Work] = Subscription("one", SOURCE, {ThingChanged: note_effect})
MORE: Subscription[Work] = Subscription("one", SOURCE, {ThingChanged: note_effect, ThingIgnored: note_effect})
ALL: Subscription[Work] = Subscription("all", SOURCE, {}, anything_else=note_effect)


@pytest.fixture
def broker(rabbit_vhost: Rabbit) -> Broker:
    return Broker(rabbit_vhost.url, rabbit_vhost.management_url)


def message(type: str = ThingChanged.TYPE) -> Outgoing:
    return Outgoing("e1", key_of("one", type), {"ce-type": type}, b"{}")


def send(rabbit: Rabbit, *messages: Outgoing) -> None:
    publisher = Publisher(rabbit.url)
    assert publisher.publish(messages).confirmed == len(messages)
    publisher.close()


def test_each_consumer_has_a_queue_of_its_own_that_is_bounded_and_refuses() -> None:
    topology = topology_of([ONE, ALL], queue_length=7)
    queues = {queue.name: queue.arguments for queue in topology.queues}
    assert sorted(queues) == ["signpost.all", "signpost.all.parked", "signpost.one", "signpost.one.parked", "signpost.sent.directory"]
    assert queues["signpost.one"] == {
        "x-queue-type": "quorum",
        "x-max-length": 7,
        "x-overflow": "reject-publish",
        "x-delivery-limit": DELIVERIES,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "signpost.one.parked",
        "x-dead-letter-strategy": "at-least-once",
    }
    assert topology.bindings == {
        Binding("signpost.one", "one.uk.signpost.thing.changed.v1"),
        Binding("signpost.all", "all.#"),
        Binding("signpost.sent.directory", "sent.directory"),
    }


def test_no_consumer_hears_another_whose_name_begins_with_its_own() -> None:
    assert key_of("directory.openreferral", "uk.x.v1") == "directory-openreferral.uk.x.v1"


def test_applying_twice_changes_nothing_the_second_time(broker: Broker) -> None:
    described = topology_of([ONE, ALL])
    assert "The queue signpost.one is missing." in broker.differences(described).sentences()
    assert broker.apply(described).sentences() != []
    assert (broker.differences(described).sentences(), broker.apply(described).sentences()) == ([], [])


def test_what_is_heard_more_or_no_more_is_bound_and_unbound_with_messages_in_the_queue(broker: Broker, rabbit_vhost: Rabbit) -> None:
    broker.apply(topology_of([ONE]))
    send(rabbit_vhost, message())
    assert broker.apply(topology_of([MORE])).sentences() == ["one.uk.signpost.thing.ignored.v1 does not reach signpost.one."]
    send(rabbit_vhost, message(ThingIgnored.TYPE))
    said = broker.apply(topology_of([ONE])).sentences()
    assert said == ["one.uk.signpost.thing.ignored.v1 reaches signpost.one, which does not hear it."]
    publisher = Publisher(rabbit_vhost.url)
    assert publisher.publish([message(ThingIgnored.TYPE)]).returned == 1
    publisher.close()
    assert len(take_all(rabbit_vhost.url, "signpost.one")) == 2


@pytest.mark.parametrize("described", [topology_of([ALL]), topology_of([ONE, ALL], queue_length=5)], ids=["to go", "to be made anew"])
def test_a_queue_that_holds_messages_is_neither_deleted_nor_made_anew(broker: Broker, rabbit_vhost: Rabbit, described: Topology) -> None:
    broker.apply(topology_of([ONE]))
    send(rabbit_vhost, message())
    with pytest.raises(Conflict) as refusal:
        broker.apply(described)
    (problem,) = [each for each in refusal.value.problems if each.field == "signpost.one"]
    assert (problem.message, problem.remedy) == ("It holds 1 messages.", "Let its worker empty it, or purge it yourself, then apply again.")
    send(rabbit_vhost, message())  # it is bound as it was
    assert len(take_all(rabbit_vhost.url, "signpost.one")) == 2
    broker.apply(described)
    assert broker.differences(described).sentences() == []


def test_a_queue_that_somebody_consumes_from_is_not_taken_from_under_them(broker: Broker, rabbit_vhost: Rabbit) -> None:
    broker.apply(topology_of([ONE]))
    connection = connect(rabbit_vhost.url)
    connection.channel().basic_consume(queue_of("one"))
    with pytest.raises(Conflict) as refusal:
        broker.apply(topology_of([ALL]))
    assert [(each.field, each.message) for each in refusal.value.problems] == [("signpost.one", "Its worker is connected.")]
    connection.close()
    broker.apply(topology_of([ALL]))


def test_what_is_delivered_again_and_again_goes_to_the_queue_beside_it(broker: Broker, rabbit_vhost: Rabbit) -> None:
    """Twice here, DELIVERIES times in life."""
    described = topology_of([ONE])
    twice = [replace(each, arguments={**each.arguments, "x-delivery-limit": 2}) for each in described.queues if each.name == "signpost.one"]
    broker.apply(replace(described, queues=(*described.queues[1:], *twice)))
    send(rabbit_vhost, message())
    connection = connect(rabbit_vhost.url)
    channel = connection.channel()
    deliveries = 0
    while came := channel.basic_get("signpost.one"):
        channel.basic_reject(came.delivery_tag, requeue=True)
        deliveries += 1
    channel.basic_consume("signpost.one.parked", callback=lambda parked: channel.basic_ack(parked.delivery_tag))
    connection.drain_events(timeout=30)  # the broker moves it when it can, and keeps it until it has
    assert deliveries == 3
    connection.close()


def test_queues_of_others_are_left_alone(broker: Broker, rabbit_vhost: Rabbit) -> None:
    connection = connect(rabbit_vhost.url)
    connection.channel().queue_declare("partner.someone.queue", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
    broker.apply(topology_of([ONE]))
    connection.channel().queue_bind("partner.someone.queue", EXCHANGE, "#")
    assert broker.differences(topology_of([ONE])).sentences() == []
    connection.close()


def test_a_broker_that_cannot_be_asked_says_which_setting_names_it() -> None:
    with pytest.raises(Unavailable) as refusal:
        Broker("amqp://a:b@127.0.0.1:1/x", "http://a:secret@127.0.0.1:1").differences(topology_of([ONE]))
    assert "SIGNPOST_BROKER_MANAGEMENT" in refusal.value.remedy
    assert "secret" not in f"{refusal.value.message}{refusal.value.remedy}"
