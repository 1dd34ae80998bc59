"""Each way of getting an event from one service to another, measured the same: a backlog, a stream, one at a time."""

import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from nameko.standalone.events import event_dispatcher

from benchmarks.events import ours
from benchmarks.events.ground import Ground, megabytes, running

STARTED_SECONDS = 4
"""By then a process has connected and declared what it needs."""
_WORKER = [sys.executable, "-m", "benchmarks.events.ours_worker"]
_RELAY = [sys.executable, "-m", "benchmarks.events.ours"]


class Ours:
    """Committed in one database, applied once in the other: outbox, relay, RabbitMQ, worker, inbox."""

    table = "applied"

    def __init__(self, ground: Ground, thing: dict[str, Any], *, hints: bool = True) -> None:
        self._ground, self._thing, self._producer = ground, thing, ours.producing(ground.producer)
        self._environment = {**os.environ, **ground.environment(), "BENCHMARK_HINTS": "yes" if hints else "no"}
        self._said = 0

    def prepare(self) -> None:
        """What it needs is made with the ground."""

    def backlog(self, count: int) -> None:
        for _ in range(0, count, 500):
            ours.commit(self._producer, self._thing, 500, self._said)
            self._said += 500

    def say(self) -> str:
        """One event, in a transaction of its own; returns its id."""
        self._said += 1
        return ours.commit(self._producer, self._thing, 1, self._said)

    @contextmanager
    def carried(self) -> Iterator[float]:
        """Gives the megabytes of its worker before anything came."""
        with running([_WORKER], self._environment) as (worker,):
            time.sleep(STARTED_SECONDS)
            idle = megabytes(worker)
            with running([_RELAY], self._environment):
                yield idle


class Vanilla:
    """nameko as most would write it: a row is committed and an event dispatched after it; a handler writes a row."""

    table = "vanilla"

    def __init__(self, ground: Ground, thing: dict[str, Any]) -> None:
        self._ground, self._thing = ground, thing
        self._dispatch: Callable[..., None] = event_dispatcher({"AMQP_URI": ground.broker})
        self._own = psycopg.connect(ground.producer)
        self._command = [sys.executable, "-m", "benchmarks.events.vanilla_service", ground.broker, ground.consumer]

    def prepare(self) -> None:
        """Its queue is made by the handler's first start; what is said before that is lost."""
        with running([self._command], dict(os.environ)):
            time.sleep(STARTED_SECONDS)

    def backlog(self, count: int) -> None:
        for _ in range(count):
            self._dispatch("producer", "class_published", {"id": str(uuid.uuid4()), "data": self._thing})

    def say(self) -> str:
        id = str(uuid.uuid4())
        self._own.execute("insert into vanilla (event_id) values (%s)", (id,))
        self._own.commit()
        self._dispatch("producer", "class_published", {"id": id, "data": self._thing})
        return id

    @contextmanager
    def carried(self) -> Iterator[float]:
        with running([self._command], dict(os.environ)) as (worker,):
            time.sleep(STARTED_SECONDS)
            yield megabytes(worker)
