"""The exchange that partners' queues and streams are bound to. Who hears an event stands in its routing key: authority, then type."""

from collections.abc import Sequence

import orjson

from services.reporting.domain.partners import EXCHANGE, routing_key
from shared.contracts.event import Event
from shared.errors import Unavailable
from shared.messaging.log import Logged
from shared.messaging.rabbitmq.connection import connect, hang_up, refusals
from shared.messaging.rabbitmq.envelope import Outgoing, outgoing
from shared.messaging.rabbitmq.publishing import Publisher


class RabbitExchange:
    """Not `mandatory`: an event that nobody was granted goes nowhere, and that is right."""

    def __init__(self, address: str) -> None:
        self._address, self._declared = address, False
        self._publisher = Publisher(address, exchange=EXCHANGE, mandatory=False)

    def publish(self, batch: Sequence[tuple[int, Event]]) -> bool:
        try:
            self._declare()
            return not self._publisher.publish([_message(position, event) for position, event in batch]).refused
        except Unavailable:
            self._declared = False  # the broker may come back without it
            raise

    def close(self) -> None:
        self._publisher.close()

    def _declare(self) -> None:
        if self._declared:
            return
        connection = connect(self._address)
        try:
            with refusals():
                connection.channel().exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        finally:
            hang_up(connection)
        self._declared = True


def _message(position: int, event: Event) -> Outgoing:
    about = event.model_dump(include={"id", "source", "type", "subject", "time", "authority", "sequence", "traceparent"})
    logged = Logged(position=position, data=orjson.dumps(event.data).decode(), **about)
    return outgoing(logged, routing_key(event.authority, event.type))
