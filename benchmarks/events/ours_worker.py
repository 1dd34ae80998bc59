"""The worker of `ours`, as a process."""

from shared.messaging.rabbitmq.nameko_worker import run_worker  # isort: skip  first: it changes sockets and threads

import os

from benchmarks.events import ours
from shared.clock import SystemClock
from shared.messaging.inbox import SqlInbox
from shared.messaging.rabbitmq.consuming import Consuming, Heard
from shared.storage.database import Database

hearing = ours.hearing(os.environ[ours.HEARING])
heard = [Heard(ours.HEARD, SqlInbox(hearing, ours.HEARD))]
run_worker(Consuming(heard, Database(os.environ[ours.HEARING]), SystemClock()), os.environ[ours.BROKER])
