"""How far a producer's log was sent, consumer by consumer: kept in the producer's database, and told to the broker as well.

The broker's copy is for one case. An older copy of the database that is put back forgets what was sent after it was taken; the broker
does not, and a log that no longer holds what was sent from it is refused before anything new is said under numbers used already.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import amqp
import orjson
from amqp.exceptions import NotFound
from sqlalchemy import delete, select

from shared.errors import Unavailable
from shared.messaging.delivery import AnotherLog
from shared.messaging.inbox import Reached
from shared.messaging.log import EventLog
from shared.messaging.rabbitmq.connection import connect, hang_up, no_topology, refusals
from shared.messaging.rabbitmq.envelope import Outgoing
from shared.messaging.rabbitmq.topology import sent_key_of, sent_queue_of
from shared.storage.database import Database
from shared.storage.schema import sent
from shared.storage.upsert import upsert


class Sent:
    """In the producer's database. A consumer it does not know yet hears the log from its beginning."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reached(self, consumer: str) -> Reached:
        mine = select(sent.c.position, sent.c.event_id).where(sent.c.consumer == consumer)
        with self._database.read() as connection:
            row = connection.execute(mine).one_or_none()
        return Reached(row.position, row.event_id) if row else Reached()

    def move(self, consumer: str, reached: Reached) -> None:
        """Never back: of two relays for a moment, the one that is behind sends again what claims make harmless."""
        with self._database.write() as connection:
            stored = connection.execute(select(sent.c.position).where(sent.c.consumer == consumer)).scalar_one_or_none()
            if stored is None or reached.position > stored:
                row = {"consumer": consumer, "position": reached.position, "event_id": reached.event_id}
                upsert(connection, sent, [row])

    def forget(self) -> None:
        """Every consumer hears the log from its beginning again."""
        with self._database.write() as connection:
            connection.execute(delete(sent))


class SentMark:
    """The broker's copy: one message, which each new one replaces."""

    def __init__(self, address: str, source: str) -> None:
        self._address, self._source = address, source

    def message(self, reached: Reached) -> Outgoing:
        """To be published with the events it speaks of."""
        body = orjson.dumps({"position": reached.position, "event_id": reached.event_id})
        return Outgoing("sent", sent_key_of(self._source), {}, body)

    def check(self, log: EventLog) -> Reached:
        """Gives what is marked. Raises AnotherLog when the log does not hold it, Unavailable when the broker cannot be asked."""
        marked = self.read()
        if marked.position and log.id_at(marked.position) != marked.event_id:
            raise AnotherLog(
                f"{marked.position} events of {self._source} were sent that are not in its log now: an older copy was put back.",
                remedy="Put back the consumers' copies from the same time, or empty them, then: signpost topology resend.",
            )
        return marked

    def read(self) -> Reached:
        with self._channel() as channel:
            message = channel.basic_get(sent_queue_of(self._source))
            if message is None:
                return Reached()
            channel.basic_reject(message.delivery_tag, requeue=True)
        said = orjson.loads(message.body)
        return Reached(said["position"], said["event_id"])

    def forget(self) -> None:
        with self._channel() as channel:
            channel.queue_purge(sent_queue_of(self._source))

    @contextmanager
    def _channel(self) -> Iterator[amqp.Channel]:
        connection = connect(self._address)
        try:
            with refusals():
                yield connection.channel()
        except Unavailable as error:
            if isinstance(error.__cause__, NotFound):
                raise no_topology(sent_queue_of(self._source)) from error
            raise
        finally:
            hang_up(connection)
