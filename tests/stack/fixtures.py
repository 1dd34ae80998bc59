"""One PostgreSQL and one RabbitMQ for the whole run, whatever suites use them; a database or a virtual host of its own for each test.

The address of a server that runs already comes first: SIGNPOST_TEST_POSTGRES (`postgresql://user:password@host:port/postgres`, a user
who may make databases and roles), SIGNPOST_TEST_RABBIT (`amqp://user:password@host:port/vhost`, an administrator) with
SIGNPOST_TEST_RABBIT_MANAGEMENT (`http://user:password@host:port`). Without them both are started privately in a temporary folder, and
stopped at the end of the run. A test that kills or fills a server starts one of its own (signpost/stack/servers.py).
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import sql

from shared.errors import Unavailable
from signpost.stack.servers import PostgresServer, RabbitServer
from tests.not_tested import not_tested


@dataclass(frozen=True)
class Postgres:
    """`url`: as an administrator."""

    url: str

    def named(self, database: str) -> str:
        return self.url.rpartition("/")[0] + f"/{database}"


@dataclass(frozen=True)
class Rabbit:
    """`url`: amqp, as an administrator, in one virtual host. `management_url`: of the whole broker."""

    url: str
    management_url: str

    @property
    def vhost(self) -> str:
        return self.url.rpartition("/")[2]

    def named(self, vhost: str) -> "Rabbit":
        return Rabbit(self.url.rpartition("/")[0] + f"/{vhost}", self.management_url)


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """Not pytest's own: the servers' users, who are not us when we are root, must get into it."""
    folder = Path(tempfile.mkdtemp(prefix="signpost-servers-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server(servers_folder: Path) -> Iterator[Postgres]:
    if given := os.environ.get("SIGNPOST_TEST_POSTGRES"):
        yield Postgres(given)
        return
    server = PostgresServer(servers_folder / "postgres")
    _start(server, "storage and events on PostgreSQL", "SIGNPOST_TEST_POSTGRES")
    yield Postgres(server.url)
    server.stop()


@pytest.fixture(scope="session")
def rabbit_server(servers_folder: Path) -> Iterator[Rabbit]:
    if given := os.environ.get("SIGNPOST_TEST_RABBIT"):
        yield Rabbit(given, os.environ["SIGNPOST_TEST_RABBIT_MANAGEMENT"])
        return
    server = RabbitServer(servers_folder / "rabbit", name=f"tests{os.getpid()}")
    _start(server, "delivery over RabbitMQ", "SIGNPOST_TEST_RABBIT")
    yield Rabbit(server.url, server.management_url)
    server.stop()


@pytest.fixture
def postgres_database(postgres_server: Postgres) -> Iterator[str]:
    """The address of an empty database of this test's own, as an administrator."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield postgres_server.named(name)
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def rabbit_vhost(rabbit_server: Rabbit) -> Iterator[Rabbit]:
    """An empty virtual host of this test's own: exchanges and queues in it are gone with it."""
    own = rabbit_server.named(f"test-{secrets.token_hex(6)}")
    with httpx.Client(base_url=rabbit_server.management_url, trust_env=False, timeout=30) as management:
        user = httpx.URL(rabbit_server.management_url).username
        management.put(f"/api/vhosts/{own.vhost}").raise_for_status()
        management.put(f"/api/permissions/{own.vhost}/{user}", json={"configure": ".*", "write": ".*", "read": ".*"}).raise_for_status()
        yield own
        management.delete(f"/api/vhosts/{own.vhost}").raise_for_status()


def _start(server: PostgresServer | RabbitServer, what: str, variable: str) -> None:
    try:
        server.start()
    except Unavailable as absent:
        not_tested(f"{what}: {absent.message}", f"{absent.remedy} Its address goes into {variable}.")
