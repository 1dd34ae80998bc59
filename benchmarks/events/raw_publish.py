"""The ceiling: py-amqp publishing to a quorum queue, persistent, one wait for confirms per 200. Nothing is stored or applied."""

import time
from urllib.parse import urlsplit

import amqp

AT_ONCE = 200
QUEUE = "benchmark.raw"
QUORUM = {"x-queue-type": "quorum"}


def connect(url: str) -> amqp.Connection:
    parts = urlsplit(url)
    connection = amqp.Connection(f"{parts.hostname}:{parts.port}", parts.username, parts.password, virtual_host=parts.path[1:] or "/")
    connection.connect()
    return connection


def published_a_second(url: str, body: bytes, count: int) -> float:
    connection = connect(url)
    channel = connection.channel()
    channel.queue_declare(QUEUE, durable=True, auto_delete=False, arguments=QUORUM)
    channel.queue_purge(QUEUE)
    waiting: set[int] = set()
    channel.confirm_select()
    channel.events["basic_ack"].add(lambda tag, multiple: _confirmed(waiting, tag, multiple))
    started = time.perf_counter()
    for number in range(1, count + 1):
        channel.basic_publish(amqp.Message(body, delivery_mode=2), exchange="", routing_key=QUEUE, mandatory=True)
        waiting.add(number)
        while (number % AT_ONCE == 0 or number == count) and waiting:
            connection.drain_events(timeout=30)
    took = time.perf_counter() - started
    channel.queue_delete(QUEUE)
    connection.close()
    return count / took


def _confirmed(waiting: set[int], tag: int, multiple: bool) -> None:
    waiting.difference_update([each for each in waiting if each <= tag] if multiple else [tag])
