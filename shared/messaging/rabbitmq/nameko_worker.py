"""The worker of one consumer on nameko, which is a thin shell here: it connects, restarts what is cut, and runs one batch after another.

This module changes sockets, locks and threads of its whole process (eventlet): only the entrypoint of a worker imports it.
nameko's own handlers acknowledge what failed, or take it back in a hot loop, and their headers can kill the container; this entrypoint
takes messages as they came, acknowledges after the commit, and holds them while the database is away.
"""

from shared.messaging.rabbitmq.green import make_green

make_green()

import logging
import signal
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import eventlet
from amqp.exceptions import AMQPError
from amqp.exceptions import NotFound as NoQueue
from eventlet.event import Event as Told
from kombu.entity import Queue
from nameko.messaging import Consumer, QueueConsumer
from nameko.runners import ServiceRunner

from shared.heartbeat import beat
from shared.marks import passing
from shared.messaging.ladder import describe
from shared.messaging.rabbitmq.connection import no_topology
from shared.messaging.rabbitmq.consuming import Came, Consuming
from shared.messaging.rabbitmq.green_waiting import wait_greenly
from shared.messaging.rabbitmq.tolerant import read_any_properties
from shared.messaging.rabbitmq.topology import parked_queue_of, queue_of

BATCH = 100
PREFETCH = 300
"""At least twice the batch: the next one comes in while this one is applied."""
TICK_SECONDS = 1.0
"""How often the ladder is looked at."""
LOOK_SECONDS = 0.25
"""How often heartbeats are looked at, and whether to stop, when nothing comes."""
HEARTBEAT_SECONDS = 10
LONGEST_PAUSE_SECONDS = 5.0
log = logging.getLogger(__name__)

wait_greenly()


class MessagesAsTheyCame(QueueConsumer):
    """Hands over messages without decoding them, on one channel for both queues."""

    prefetch_count = PREFETCH

    def run(self) -> None:
        super().run(safety_interval=LOOK_SECONDS)

    def get_consumers(self, consumer_cls: Callable[..., Any], channel: Any) -> Any:
        for provider in self._providers:
            for queue in provider.queues:
                _must_exist(channel, queue.name)
            provider.begin()
            consumer = consumer_cls(queues=provider.queues, on_message=provider.arrived, auto_declare=False)
            consumer.qos(prefetch_count=self.prefetch_count)
            self._consumers[provider] = consumer
        return self._consumers.values()

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """Nothing is decoded here; what kombu cannot even unwrap is handed over as the rest, and parked by who reads it."""
        for provider in self._providers:
            provider.arrived(message)


class Batches(Consumer):
    """An entrypoint that fires once for a batch: what came while the one before was applied, up to BATCH."""

    queue_consumer = MessagesAsTheyCame()

    def __init__(self, consuming: Consuming, tick_seconds: float, **options: Any) -> None:
        self._consuming, self._tick = consuming, tick_seconds
        self.queues = [Queue(name, no_declare=True) for name in (queue_of(consuming.consumer), parked_queue_of(consuming.consumer))]
        self._parked = parked_queue_of(consuming.consumer)
        self._waiting: deque[Any] = deque()
        self._stopping, self._news, self._ended = False, Told(), Told()
        super().__init__(queue=self.queues[0], **options)

    def start(self) -> None:
        self.container.spawn_managed_thread(self._run, identifier=f"batches of {self._consuming.consumer}")

    def stop(self) -> None:
        """After the batch in hand. What was not acknowledged comes again, to whoever consumes next."""
        self._stopping = True
        self._tell()
        self._ended.wait()
        super().stop()

    def begin(self) -> None:
        """A new channel: what came on the one before will come again."""
        self._waiting.clear()

    def arrived(self, message: Any) -> None:
        self._waiting.append(message)
        self._tell()

    def _tell(self) -> None:
        if not self._news.ready():
            self._news.send()

    def _run(self) -> None:
        looked = 0.0
        try:
            while not self._stopping:
                beat()
                self._wait()
                self._batch()
                if time.monotonic() - looked >= self._tick:
                    self._patiently(self._retry_due)
                    looked = time.monotonic()
        finally:
            self._ended.send()

    def _wait(self) -> None:
        if not self._waiting:
            with eventlet.Timeout(self._tick, False):
                self._news.wait()
        self._news = Told()
        eventlet.sleep(0)  # whatever has come on the socket by now belongs to this batch

    def _batch(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        if batch and self._patiently(partial(self._fire, [self._came(message) for message in batch]), batch[-1]):
            self._acknowledge(batch[-1])

    def _patiently(self, work: Callable[[], Exception | None], message: Any = None) -> bool:
        """Again until it is done. Meanwhile messages stay where they are: nothing is sent back, and heartbeats go on."""
        pause = self._tick / 2
        while error := work():
            log.warning("%s waits %.1f s: %s", self._consuming.consumer, pause, describe(error))
            beat()
            eventlet.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            if self._stopping or (message is not None and not message.channel.connection):  # cut: it will come again
                return False
        return True

    def _fire(self, batch: list[Came]) -> Exception | None:
        """Run the service's method as nameko does, and wait for it."""
        done = Told()

        def note(_worker: Any, result: Any = None, exc_info: Any = None) -> tuple[Any, Any]:
            done.send(exc_info[1] if exc_info else result)
            return result, exc_info

        self.container.spawn_worker(self, (batch,), {}, context_data={}, handle_result=note)
        failed: Exception | None = done.wait()
        return failed

    def _retry_due(self) -> Exception | None:
        try:
            while self._consuming.retry_due() and not self._stopping:
                beat()
        except Exception as error:  # noqa: BLE001  the worker outlives whatever happens to its database
            return error
        return None

    def _came(self, message: Any) -> Came:
        given_up = message.delivery_info["routing_key"] == self._parked
        body = message.body.encode("utf-8", "surrogateescape") if isinstance(message.body, str) else bytes(message.body)
        return Came(message.headers, body, message.content_type, given_up)

    def _acknowledge(self, last: Any) -> None:
        """This one and all that came before it on its channel, which were applied before it."""
        try:
            if last.channel.connection:
                last.channel.basic_ack(last.delivery_tag, multiple=True)
        except (AMQPError, OSError) as error:
            log.info("an acknowledgement was lost (%s); its messages come again and have no effect", type(error).__name__)
        passing("worker.after_ack")


def run_worker(consuming: Consuming, broker: str, tick_seconds: float = TICK_SECONDS) -> None:
    """Until SIGTERM or Ctrl-C. Raises what killed the container: then whoever supervises this process starts it again."""
    runner = start_worker(consuming, broker, tick_seconds)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: eventlet.spawn_n(runner.stop))
    runner.wait()


def start_worker(consuming: Consuming, broker: str, tick_seconds: float = TICK_SECONDS) -> ServiceRunner:
    """Started, in green threads of this process. `broker`: amqp://user:password@host:port/vhost."""
    read_any_properties()
    runner = ServiceRunner({"AMQP_URI": broker, "heartbeat": HEARTBEAT_SECONDS, "max_workers": 1})
    runner.add_service(_service(consuming, tick_seconds))
    runner.start()
    return runner


def _service(consuming: Consuming, tick_seconds: float) -> type:
    batches = Batches.decorator

    class Worker:
        name = consuming.consumer

        @batches(consuming, tick_seconds)
        def take(self, batch: list[Came]) -> Exception | None:
            """The failure is given back and not raised: nameko would log what it says, and that may be personal."""
            try:
                consuming.take(batch)
            except Exception as error:  # noqa: BLE001  the batch is held and tried again, whatever it is
                return error
            return None

    return Worker


def _must_exist(channel: Any, queue: str) -> None:
    try:
        channel.queue_declare(queue, passive=True)
    except NoQueue:
        missing = no_topology(queue)
        log.error("%s %s", missing.message, missing.remedy)
        raise
