"""The private servers: what was kept is there after a stop and after a kill, and nothing outlives the process that started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import amqp
import psycopg
import pytest

from shared.errors import Unavailable
from signpost.stack.programs import listens
from signpost.stack.servers import PostgresServer
from tests.stack.fixtures import Postgres, Rabbit

HELD_BY_ANOTHER = """
import sys, time
from pathlib import Path
from signpost.stack.servers import PostgresServer
server = PostgresServer(Path(sys.argv[1]), int(sys.argv[2]))
server.start()
print("started", flush=True)
time.sleep(600)
"""


@pytest.fixture
def private(servers_folder: Path, request: pytest.FixtureRequest, postgres_server: Postgres) -> Iterator[PostgresServer]:
    """One to kill. `postgres_server` is asked for so that a machine without PostgreSQL is named once."""
    server = PostgresServer(servers_folder / request.node.name)
    yield server
    server.stop()


def test_what_was_committed_survives_a_kill(private: PostgresServer) -> None:
    private.start()
    with psycopg.connect(private.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    private.kill()
    assert not listens(private.port)
    private.start()
    with psycopg.connect(private.url) as connection:
        assert connection.execute("SELECT seven FROM kept").fetchone() == (7,)


def test_a_taken_port_is_named_with_what_to_do(private: PostgresServer, postgres_server: Postgres) -> None:
    taken = psycopg.conninfo.conninfo_to_dict(postgres_server.url)["port"]
    with pytest.raises(Unavailable, match=f"port {taken} already") as refused:
        PostgresServer(private.folder, int(str(taken))).start()
    assert "another port" in refused.value.remedy


def test_a_server_ends_with_the_process_that_started_it_even_when_that_is_killed(private: PostgresServer) -> None:
    command = [sys.executable, "-c", HELD_BY_ANOTHER, str(private.folder), str(private.port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as parent:
        assert parent.stdout and parent.stdout.readline() == b"started\n"
        assert listens(private.port)
        os.kill(parent.pid, signal.SIGKILL)
    _until(lambda: not listens(private.port))


def test_each_test_has_a_virtual_host_of_its_own(rabbit_vhost: Rabbit) -> None:
    with _connected(rabbit_vhost) as connection:
        channel = connection.channel()
        channel.queue_declare("kept", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
        channel.confirm_select()
        channel.basic_publish_confirm(amqp.Message("whole"), routing_key="kept")
        assert channel.basic_get("kept", no_ack=True).body == "whole"


def _connected(rabbit: Rabbit) -> amqp.Connection:
    address = urlsplit(rabbit.url)
    return amqp.Connection(
        f"{address.hostname}:{address.port}", userid=address.username, password=address.password, virtual_host=rabbit.vhost
    )


def _until(true: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
