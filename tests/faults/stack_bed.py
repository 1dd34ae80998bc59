"""A trial on the real stack: the product's own processes, PostgreSQL and RabbitMQ, each reached through a proxy that a trial can cut."""

from collections.abc import Collection, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import amqp
import psycopg
from sqlalchemy import make_url, select

from services.directory.adapters.tables import classes
from services.directory.entrypoints.listener import FEED
from services.reporting.adapters.tables import events, supply
from shared.clock import SystemClock
from shared.messaging.log import EventLog
from shared.messaging.rabbitmq.connection import connect, hang_up
from shared.messaging.rabbitmq.sent import Sent
from shared.messaging.rabbitmq.topology import queue_of
from shared.storage.database import Database
from signpost.apps import issuer_of
from signpost.stack.servers import PostgresServer, RabbitServer
from tests.faults.bed import Bed, Wanted, until
from tests.faults.checker import Verdict, check_newest, check_once
from tests.faults.grounds import Databases, Servers, Templates, VirtualHost
from tests.faults.person import PERSON, Person, answers, free_port
from tests.faults.processes import Process
from tests.faults.proxy import Proxy

LEDGERS = ("faults.count", "faults.latest")
REPORTING = "reporting"
CONSUMERS = (FEED.consumer, REPORTING, *LEDGERS)


@dataclass(frozen=True)
class StackWanted(Wanted):
    """`queue_length`: of each consumer's queue. `relays`: how many run side by side. `constants`: of tests/faults/launch.py, for all processes."""

    queue_length: int = 100_000
    relays: int = 1
    constants: Mapping[str, float] = field(default_factory=dict)


class StackBed(Bed):
    """`directory`: where the directory's database is, when it is not where the others are."""

    def __init__(self, folder: Path, wanted: StackWanted, servers: Servers, templates: Templates, directory: Templates | None = None) -> None:
        self.servers, self.stack_wanted = servers, wanted
        self.databases = templates.copies() if directory is None else templates.copies().beside(directory.copies())
        self.vhost = VirtualHost(servers)
        broker = servers.broker_ports
        self.relay_way, self.worker_way = Proxy(*broker), Proxy(*broker)
        self.database_ways = {service: Proxy(make_url(address).port or 5432) for service, address in self.databases.admin.items()}
        self._reporting = Database(self.databases.admin[REPORTING])
        super().__init__(folder, wanted)

    def open_databases(self) -> tuple[Database, Database]:
        return Database(self.databases.admin["directory"]), Database(self.databases.admin["ledger"])
