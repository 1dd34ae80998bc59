"""Publishing so that nothing is taken for sent that the broker has not stored: `mandatory`, and a confirm for every message."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import amqp
from amqp.exceptions import ChannelError

from shared.errors import Unavailable
from shared.marks import passing
from shared.messaging.rabbitmq.connection import CHECK, connect, hang_up, refusals
from shared.messaging.rabbitmq.envelope import Outgoing
from shared.messaging.rabbitmq.frames import publishes
from shared.messaging.rabbitmq.topology import EXCHANGE

CONFIRM_SECONDS = 10
"""For a whole batch. Later the broker counts as gone, and the batch as not sent."""
WRITTEN_AT_ONCE = 50
"""The broker begins with the first while the next are written."""


@dataclass(frozen=True)
class Taken:
    """What became of a batch. `confirmed`: how many from its first on the broker has, without a gap; what is behind is sent again.

    `returned`: no queue is bound for them. `refused`: the queue is full, or cannot store just now.
    """

    confirmed: int
    returned: int
    refused: int


class Publisher:
    """One connection and channel, for one thread. After any failure the next batch begins with a new connection."""

    def __init__(self, address: str, exchange: str = EXCHANGE, *, mandatory: bool = True, confirm_seconds: float = CONFIRM_SECONDS) -> None:
        """`mandatory`: a message that no queue is bound for is given back, and not sent."""
        self._address, self._exchange, self._mandatory, self._patience = address, exchange, mandatory, confirm_seconds
        self._connection: amqp.Connection | None = None
        self._channel: amqp.Channel | None = None
        self._tag = 0  # of the last message published on this channel
        self._waiting: dict[int, int] = {}  # tag → place in the batch
        self._lost: dict[int, str] = {}  # place in the batch → "returned" or "refused"
        self._places: dict[str, int] = {}

    def publish(self, batch: Sequence[Outgoing]) -> Taken:
        """Raises Unavailable when the broker cannot be reached or does not confirm in time: then nothing of it counts as sent."""
        self._lost, self._places = {}, {message.id: place for place, message in enumerate(batch)}
        try:
            with refusals():
                channel = self._open()
                for first in range(0, len(batch), WRITTEN_AT_ONCE):
                    self._write(channel, first, batch[first : first + WRITTEN_AT_ONCE])
                passing("relay.after_publish")
                self._wait()
        except BaseException:
            self.close()
            raise
        kinds = list(self._lost.values())
        return Taken(min(self._lost, default=len(batch)), kinds.count("returned"), kinds.count("refused"))

    def close(self) -> None:
        if self._connection is not None:
            hang_up(self._connection)
        self._connection = self._channel = None
        self._waiting.clear()

    def _open(self) -> amqp.Channel:
        if self._channel is None or not self._channel.is_open:
            self.close()
            self._connection = connect(self._address)
            self._channel = self._connection.channel()
            self._channel.confirm_select()
            self._channel.events["basic_ack"].add(self._on_ack)
            self._channel.events["basic_nack"].add(self._on_nack)
            self._channel.events["basic_return"].add(self._on_return)
            self._tag = 0
        return self._channel

    def _write(self, channel: amqp.Channel, first: int, messages: Sequence[Outgoing]) -> None:
        for place in range(first, first + len(messages)):
            self._tag += 1
            self._waiting[self._tag] = place
        connection = channel.connection
        written = publishes(channel.channel_id, connection.frame_max, self._exchange, messages, mandatory=self._mandatory)
        connection.transport.write(written)

    def _wait(self) -> None:
        until = time.monotonic() + self._patience
        while self._waiting:
            left = until - time.monotonic()
            try:
                if left <= 0 or self._connection is None:
                    raise TimeoutError
                self._connection.drain_events(timeout=left)
            except TimeoutError:
                raise Unavailable(f"RabbitMQ did not confirm within {self._patience:g} s.", remedy=CHECK) from None

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._settled(tag, multiple)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        for place in self._settled(tag, multiple):
            self._lost[place] = "refused"

    def _on_return(self, _error: ChannelError, _exchange: str, _key: str, message: amqp.Message) -> None:
        """Comes before the message's confirm, which says only that the broker is done with it."""
        self._lost[self._places[message.properties["message_id"]]] = "returned"

    def _settled(self, tag: int, multiple: bool) -> list[int]:
        tags = [each for each in self._waiting if each <= tag] if multiple else [tag]
        return [self._waiting.pop(each) for each in tags if each in self._waiting]
