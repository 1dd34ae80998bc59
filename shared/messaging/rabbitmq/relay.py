"""From the log of one service to the queues of those who hear it. A plain process: threads, no framework.

Each consumer has a thread, a connection and a place in the log of its own. What the broker does not confirm is sent again from the first
that it did not: never dropped, never passed over, and only that consumer waits.
"""

import logging
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from opentelemetry.trace import SpanKind
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_when_event_set, wait_random_exponential
from tenacity.nap import sleep_using_event

from shared.errors import Unavailable
from shared.heartbeat import beat
from shared.marks import passing
from shared.messaging.inbox import Reached
from shared.messaging.ladder import describe
from shared.messaging.log import EventLog, Logged
from shared.messaging.rabbitmq.envelope import Outgoing, outgoing
from shared.messaging.rabbitmq.publishing import Publisher, Taken
from shared.messaging.rabbitmq.sent import Sent, SentMark
from shared.messaging.rabbitmq.topology import key_of
from shared.messaging.subscription import Subscription
from shared.storage.database import Database
from shared.storage.leading import Lead
from shared.telemetry import each_on_its_own, metrics

AT_ONCE = 200
"""A page of the log, published and confirmed together. A million waiting take no more memory than one page."""
POLL_SECONDS = 0.2
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0
STAND_BY_SECONDS = 1.0
log = logging.getLogger(__name__)


class NotTaken(Unavailable):
    """The broker gave messages back, or refused them. They are sent again."""


@dataclass(frozen=True)
class Producer:
    """Whose log is sent, and to which broker."""

    source: str
    database: Database
    broker: str


class Sending:
    """One consumer's part of the log."""

    def __init__(self, producer: Producer, subscription: Subscription[Any], furthest: "Furthest", publisher: Publisher) -> None:
        self.consumer, self._types = subscription.consumer, subscription.types
        self._log, self._sent = EventLog(producer.database), Sent(producer.database)
        self._furthest, self._publisher, self._source = furthest, publisher, producer.source

    def run_once(self) -> int:
        """Send the next page; returns how many the broker has confirmed. Raises NotTaken, or Unavailable: then call it again later."""
        before = self._sent.reached(self.consumer)
        page = self._page(before)
        if not page:
            return self._pass_over(before)
        places = [Reached(each.position, each.id) for each in page]
        messages = [outgoing(each, key_of(self.consumer, each.type)) for each in page]
        passing("relay.before_publish")
        with each_on_its_own(f"send to {self.consumer}", [each.traceparent for each in page], SpanKind.PRODUCER):
            taken = self._publish(messages, places[-1])
        passing("relay.after_confirm")
        confirmed = min(taken.confirmed, len(page))
        metrics.published.labels(self._source).inc(confirmed)
        metrics.not_taken.labels(self._source).inc(taken.returned + taken.refused)
        if confirmed:
            self._sent.move(self.consumer, places[confirmed - 1])
            passing("relay.after_mark")
        if confirmed < len(page):
            raise self._not_taken(taken)
        return confirmed

    def close(self) -> None:
        self._publisher.close()

    def _publish(self, messages: Sequence[Outgoing], through: Reached) -> Taken:
        batch = [*messages, *self._furthest.beyond(through)]
        taken = None
        try:
            taken = self._publisher.publish(batch)
        finally:
            if taken is None or taken.confirmed < len(batch):
                self._furthest.unsaid()
        return taken

    def _page(self, before: Reached) -> list[Logged]:
        """While pages are full there is no need to ask whether anything is new."""
        page = self._log.written_after(before.position, AT_ONCE, self._types)
        if len(page) < AT_ONCE and self._log.sequence_new():
            page = self._log.written_after(before.position, AT_ONCE, self._types)
        return page

    def _pass_over(self, before: Reached) -> int:
        """What it does not hear is not gone through again the next time."""
        end = self._log.end()
        if end.position > before.position and not self._log.written_after(before.position, 1, self._types):
            self._sent.move(self.consumer, end)
        return 0

    def _not_taken(self, taken: Taken) -> NotTaken:
        if taken.returned:
            return NotTaken(f"RabbitMQ has no queue bound for {self.consumer}.", remedy="Run `signpost topology apply`.")
        return NotTaken(f"The queue of {self.consumer} is full, or cannot store just now.", remedy="Look at its worker: signpost status.")


class Furthest:
    """What the broker is told of how far the log was sent: the furthest of all consumers, said once."""

    def __init__(self, mark: SentMark, told: Reached) -> None:
        self._mark, self._told = mark, told
        self._turn = threading.Lock()

    def beyond(self, reached: Reached) -> list[Outgoing]:
        """The message to send along, when this is further than was said."""
        with self._turn:
            if reached.position <= self._told.position:
                return []
            self._told = reached
            return [self._mark.message(reached)]

    def unsaid(self) -> None:
        """It may not have arrived: say it again."""
        with self._turn:
            self._told = Reached()


class Relay:
    """Stands by until it leads; then sends to each consumer in a thread of its own, until it is stopped or leads no more."""

    def __init__(self, producer: Producer, subscriptions: Sequence[Subscription[Any]], lead: Lead, stopping: threading.Event) -> None:
        self._producer, self._lead, self._stopping = producer, lead, stopping
        self._subscriptions = [each for each in subscriptions if each.source == producer.source]
        self._over = threading.Event()
        self._woken = [threading.Event() for _ in self._subscriptions]

    def run(self) -> None:
        """Until `stopping` is set; ends after the page in hand."""
        pause = STAND_BY_SECONDS
        while not self._stopping.is_set():
            beat()
            try:
                if self._lead.held():
                    self._lead_on()
                pause = STAND_BY_SECONDS
            except Unavailable as error:
                log.error("the relay of %s waits: %s %s", self._producer.source, error.message, error.remedy)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            self._stopping.wait(pause)
        self._lead.let_go()

    def wake(self) -> None:
        """A hint that something is new."""
        for event in self._woken:
            event.set()

    def sendings(self) -> list[Sending]:
        """One for each consumer. Raises AnotherLog when an older copy of the log was put back, Unavailable when nobody can tell."""
        mark = SentMark(self._producer.broker, self._producer.source)
        furthest = Furthest(mark, mark.check(EventLog(self._producer.database)))
        return [Sending(self._producer, each, furthest, Publisher(self._producer.broker)) for each in self._subscriptions]

    def _lead_on(self) -> None:
        sendings = self.sendings()
        log.info("the relay of %s leads", self._producer.source)
        self._over.clear()
        threads = [self._thread(each, woken) for each, woken in zip(sendings, self._woken, strict=True)]
        try:
            while not self._stopping.is_set() and self._lead.held() and all(thread.is_alive() for thread in threads):
                beat()
                self._stopping.wait(STAND_BY_SECONDS)
        finally:
            self._over.set()
            self.wake()
            for thread in threads:
                thread.join()

    def _thread(self, sending: Sending, woken: threading.Event) -> threading.Thread:
        thread = threading.Thread(target=self._send, args=(sending, woken), name=f"relay-{sending.consumer}", daemon=True)
        thread.start()
        return thread

    def _send(self, sending: Sending, woken: threading.Event) -> None:
        patiently = Retrying(
            retry=retry_if_exception_type(Exception),
            wait=wait_random_exponential(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS),
            stop=stop_when_event_set(self._over),
            sleep=sleep_using_event(self._over),
            before_sleep=_say(sending.consumer),
            reraise=True,
        )
        with suppress(Exception):  # the last one, when it is over: said already, or of no use any more
            while not self._over.is_set():
                woken.clear()
                if not patiently(sending.run_once):
                    woken.wait(POLL_SECONDS)
        sending.close()


def _say(consumer: str) -> Any:
    def say(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if error is not None and state.next_action is not None:
            log.warning("sending to %s waits %.1f s: %s", consumer, state.next_action.sleep, describe(error))

    return say
