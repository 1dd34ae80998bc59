"""The servers a whole run is made on, and each configuration on those it asks for."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from signpost.stack.servers import PostgresServer, RabbitServer
from tests.faults.bed import Bed, NeverHappened
from tests.faults.cluster import Cluster
from tests.faults.grounds import DIRECTORY, Servers, Templates
from tests.faults.local_bed import LocalBed, make_seed
from tests.faults.nurseries import Nurseries
from tests.faults.small_disk import can_make_one, small_disk
from tests.faults.stack_bed import StackBed, StackWanted
from tests.faults.trial import Configuration, Result, run
from tests.faults.versions import read_versions

IMPATIENT = "application:set_env(rabbit, consumer_timeout, {}), application:set_env(rabbit, channel_tick_interval, {})."
"""RabbitMQ reads it when a channel is opened: milliseconds until one is closed that does not acknowledge, and how often it looks."""


class Matrix:
    """`folder`: open to the servers' own users."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._closing = folder, ExitStack()

    def __enter__(self) -> "Matrix":
        self._folder.mkdir(exist_ok=True)
        postgres = PostgresServer(self._folder / "postgres")
        rabbit = RabbitServer(self._folder / "rabbit", name=f"faults-{secrets.token_hex(3)}")
        for server in (postgres, rabbit):
            server.start()
            self._closing.callback(server.stop)
        self._nurseries = Nurseries()
        self._closing.callback(self._nurseries.close)
        self.servers = Servers(postgres.url, rabbit.url, rabbit.management_url, postgres, rabbit)
        self._rabbit = rabbit
        self._templates = Templates(postgres.url)
        self._seed = make_seed(self._folder / "seed")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._closing.close()

    def versions(self) -> dict[str, str]:
        return read_versions(self.servers.postgres_url, self.servers.management_url)

    def run(self, configuration: Configuration) -> Result:
        """Raises NeverHappened where the fault could not be made here."""
        folder = self._folder / secrets.token_hex(4)
        folder.mkdir()
        with self._bed(configuration, folder) as bed:
            return run(configuration, bed)

    @contextmanager
    def _bed(self, configuration: Configuration, folder: Path) -> Iterator[Bed]:
        if configuration.delivery == "embedded":
            yield LocalBed(folder, configuration.wanted, self._nurseries, self._seed)
            return
        assert isinstance(configuration.wanted, StackWanted)
        with _GROUNDS[configuration.ground](self, folder) as (servers, directory):
            yield StackBed(folder, configuration.wanted, self._nurseries, servers, self._templates, directory)

    @contextmanager
    def shared(self, folder: Path) -> "Iterator[OnServers]":
        yield self.servers, None

    @contextmanager
    def impatient(self, folder: Path) -> "Iterator[OnServers]":
        self._rabbit.control("eval", IMPATIENT.format(3_000, 1_000))
        yield self.servers, None
        self._rabbit.control("eval", IMPATIENT.format(1_800_000, 60_000))

    @contextmanager
    def cluster(self, folder: Path) -> "Iterator[OnServers]":
        cluster = Cluster(folder / "cluster")
        cluster.start()
        first = cluster.nodes[0]
        try:
            yield Servers(self.servers.postgres_url, first.url, first.management_url, self.servers.postgres, first, cluster), None
        finally:
            cluster.stop()

    @contextmanager
    def on_a_small_disk(self, folder: Path) -> "Iterator[OnServers]":
        if not can_make_one():
            raise NeverHappened("a disk that can be full is a small filesystem, which only root may mount: run `make faults` as root")
        with small_disk(folder / "disk") as disk:
            server = PostgresServer(disk / "postgres")
            server.start()
            try:
                yield self.servers, (server, Templates(server.url, (DIRECTORY,)))
            finally:
                server.stop()


Elsewhere = tuple[PostgresServer, Templates]
OnServers = tuple[Servers, Elsewhere | None]
_GROUNDS: dict[str, Callable[["Matrix", Path], AbstractContextManager[OnServers]]] = {
    "shared": Matrix.shared,
    "impatient": Matrix.impatient,
    "cluster": Matrix.cluster,
    "small disk": Matrix.on_a_small_disk,
}
