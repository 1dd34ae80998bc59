"""A trial on the real stack: the product's own processes, PostgreSQL and RabbitMQ, each reached through a proxy that a trial can cut."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import sleep

import psycopg
from sqlalchemy import make_url, select

from services.directory.entrypoints.listener import FEED
from services.reporting.adapters.tables import events
from shared.clock import SystemClock
from shared.errors import Unavailable
from shared.messaging.log import EventLog
from shared.messaging.rabbitmq.broker import Broker
from shared.messaging.rabbitmq.connection import connect, hang_up, refusals
from shared.messaging.rabbitmq.sent import Sent
from shared.messaging.rabbitmq.topology import queue_of, topology_of
from shared.storage.database import Database
from signpost.apps import DIRECTORY, issuer_of
from signpost.stack.servers import PostgresServer, RabbitServer
from signpost.subscriptions import OVER_THE_BROKER
from tests.faults.bed import Bed, NeverHappened, Wanted, until
from tests.faults.checker import Verdict
from tests.faults.consumers import subscriptions
from tests.faults.grounds import Servers, Templates, VirtualHost, port_of
from tests.faults.nurseries import Nurseries
from tests.faults.person import PERSON, Person, answers, free_port
from tests.faults.proxy import Proxy
from tests.faults.reporting_checks import check_reporting

REPORTING = "reporting"
LEDGERS = ("faults.count", "faults.latest")
AWAY_SECONDS = 3.0
CONSUMERS = (FEED.consumer, REPORTING, *LEDGERS)


@dataclass(frozen=True)
class StackWanted(Wanted):
    """`queue_length`: of each consumer's queue. `relays`: how many run side by side."""

    queue_length: int = 100_000
    relays: int = 1


class StackBed(Bed):
    """`elsewhere`: where the directory's database is, when it is not beside the others."""

    wanted: StackWanted

    def __init__(
        self,
        folder: Path,
        wanted: StackWanted,
        nurseries: Nurseries,
        servers: Servers,
        templates: Templates,
        elsewhere: tuple[PostgresServer, Templates] | None = None,
    ) -> None:
        self.servers = servers
        self.databases = templates.copies()
        if elsewhere:
            self.directory_server, there = elsewhere
            self.databases |= there.copies()
        self.vhost = VirtualHost(servers)
        self.relay_way, self.worker_way = Proxy(*servers.broker_ports), Proxy(*servers.broker_ports)
        self.database_ways = {service: Proxy(port_of(copy.admin)) for service, copy in self.databases.items()}
        self.reporting = Database(self.databases[REPORTING].admin)
        super().__init__(folder, wanted, nurseries)

    @property
    def broker_ways(self) -> tuple[Proxy, Proxy]:
        """Of the relays, and of everybody else."""
        return self.relay_way, self.worker_way

    @property
    def rabbit(self) -> RabbitServer:
        """To kill it."""
        if self.servers.rabbit is None:
            raise Unavailable("The broker is somebody else's.", remedy="Run `make faults`, which starts one of its own.")
        return self.servers.rabbit

    @property
    def postgres(self) -> PostgresServer:
        """As `rabbit`."""
        if self.servers.postgres is None:
            raise Unavailable("PostgreSQL is somebody else's.", remedy="Run `make faults`, which starts one of its own.")
        return self.servers.postgres

    def open_databases(self) -> tuple[Database, Database]:
        return Database(self.databases["directory"].admin), Database(self.databases["ledger"].admin)

    def start(self) -> None:
        self._declare()
        api = free_port()
        self._serve("api", "directory", "api", port=api, way=self.worker_way)
        for number in range(1, self.wanted.relays + 1):
            self._serve("relay" if number == 1 else f"relay {number}", "directory", "relay", port=free_port(), way=self.relay_way)
        self._serve(FEED.consumer, "directory", "worker", port=free_port(), way=self.worker_way)
        self._serve(REPORTING, "reporting", "worker", port=free_port(), way=self.worker_way)
        for consumer in LEDGERS:
            self.add(consumer, "tests.faults.ledger_worker", consumer, green=True, environment=self._environment(self.worker_way)).start()
        address = f"http://127.0.0.1:{api}"
        until("the API answers", lambda: answers(f"{address}/live"))
        token = issuer_of(self.folder / "api", SystemClock()).issue(PERSON, timedelta(hours=1))
        self.person = Person(f"{address}{DIRECTORY}", token, self.class_ids())

    def begin(self) -> None:
        self.produce(self._through_proxy("directory"))

    def idle(self) -> bool:
        """All was sent, and no queue holds anything."""
        try:
            return self._all_sent() and not self.depth(*CONSUMERS)
        except Unavailable:
            return False

    def check(self) -> Verdict:
        verdict = super().check()
        check_reporting(verdict, self.truth(), self.directory, self.reporting, self.parked)
        self._check_left_over(verdict, self.reporting, (REPORTING,))
        self._check_left_over(verdict, self.directory, (FEED.consumer,))
        return verdict

    def missing(self, ids: Collection[str]) -> set[str]:
        return super().missing(ids) | self.missing_in_reporting(ids)

    def missing_in_reporting(self, ids: Collection[str]) -> set[str]:
        with self.looking(self.reporting) as database, database.read() as connection:
            return set(ids) - set(connection.execute(select(events.c.event_id)).scalars()) - self.parked

    def depth(self, *consumers: str) -> int:
        """Messages that wait in their queues; those in a worker's hands are not among them. Raises Unavailable."""
        with refusals():
            connection = connect(self.broker)
            try:
                channel = connection.channel()
                return sum(channel.queue_declare(queue_of(consumer), passive=True).message_count for consumer in consumers)
            finally:
                hang_up(connection)

    @property
    def broker(self) -> str:
        """Past every proxy."""
        return make_url(self.servers.rabbit_url).set(database=self.vhost.name).render_as_string(hide_password=False)

    def sent(self) -> int:
        """How far the furthest consumer was sent the log."""
        with self.looking(self.directory) as database:
            return max(Sent(database).reached(consumer).position for consumer in CONSUMERS)

    def kill_leader(self, consumer: str) -> None:
        """The broker that leads this consumer's queue, for a few seconds."""
        if self.servers.cluster is None:
            raise NeverHappened("there is no cluster")
        leader = self.servers.cluster.leader_of(self.vhost.name, queue_of(consumer))
        leader.kill()
        sleep(AWAY_SECONDS)
        leader.start()

    def take_over(self, name: str, code: Path) -> None:
        """A process of other code takes the place of this one, beside it for a moment where two of them may run."""
        older = self.processes[name]
        command, by_itself = older.request.command, name in ("api", "producer")
        if command[0] == "signpost" and not by_itself:
            command = (*command[:-1], str(free_port()))
        newer = older.successor(self._nurseries.starts(older.request.trial, code), command)
        if by_itself:
            older.stop()
        newer.start()
        sleep(AWAY_SECONDS)
        older.stop()
        self.processes[name] = newer

    def end_leads(self) -> None:
        """The server ends the sessions by which relays lead."""
        with psycopg.connect(self.databases["directory"].admin, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'signpost lead'")

    def close(self) -> None:
        super().close()
        self.reporting.close()
        for proxy in (self.relay_way, self.worker_way, *self.database_ways.values()):
            proxy.close()
        self.vhost.close()
        for copy in self.databases.values():
            copy.drop()

    def _declare(self) -> None:
        heard = (*OVER_THE_BROKER, *subscriptions())
        Broker(self.broker, self.servers.management_url).apply(topology_of(heard, self.wanted.queue_length))

    def _serve(self, name: str, service: str, work: str, *, port: int, way: Proxy) -> None:
        """One of the product's own processes, as its supervisor starts it."""
        data = self.folder / name.replace(" ", "-")
        data.mkdir()
        command = ("signpost", "serve", service, work, "--port", str(port))
        environment = {"SIGNPOST_DATA": str(data), **self._environment(way)}
        self.add(name, *command, sends=work == "relay", green=work == "worker", environment=environment).start()

    def _environment(self, way: Proxy) -> dict[str, str]:
        databases = {f"SIGNPOST_{service.upper()}_DATABASE": self._through_proxy(service) for service in self.databases}
        return {**databases, "SIGNPOST_BROKER": _at(self.broker, way.port)}

    def _through_proxy(self, service: str) -> str:
        return _at(self.databases[service].application, self.database_ways[service].port)

    def _all_sent(self) -> bool:
        with self.looking(self.directory) as database:
            log, sent = EventLog(database), Sent(database)
            return not log.sequence_new() and all(sent.reached(consumer) == log.end() for consumer in CONSUMERS)


def _at(url: str, port: int) -> str:
    return make_url(url).set(port=port).render_as_string(hide_password=False)
