"""PostgreSQL and RabbitMQ of their own for the comparison, durable as they come, gone at its end."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.events import ours
from shared.messaging.rabbitmq.broker import Broker
from shared.messaging.rabbitmq.topology import topology_of
from shared.storage.database import Database
from signpost.stack.servers import PostgresServer, RabbitServer

PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Ground:
    """Addresses. `producer` and `consumer` are databases of the made-up services; the vanilla handler's table is in `consumer` too."""

    producer: str
    consumer: str
    broker: str
    management: str

    def environment(self) -> dict[str, str]:
        return {ours.PRODUCER: self.producer, ours.HEARING: self.consumer, ours.BROKER: self.broker}

    def rows(self, table: str) -> int:
        with psycopg.connect(self.consumer) as connection:
            return int(connection.execute(f"select count(*) from {table}").fetchone()[0])  # type: ignore[index]  # noqa: S608

    def wait_for_rows(self, table: str, wanted: int) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while (found := self.rows(table)) < wanted:
            if time.monotonic() > until:
                raise SystemExit(f"{table}: {found} of {wanted} rows after {PATIENCE_SECONDS} s")
            time.sleep(0.1)

    def rate(self, table: str) -> float:
        """Rows a second, from the first that was written to the last."""
        with psycopg.connect(self.consumer) as connection:
            query = f"select (count(*) - 1) / extract(epoch from max(at) - min(at)) from {table}"  # noqa: S608
            return float(connection.execute(query).fetchone()[0])  # type: ignore[index]

    def times(self, table: str) -> dict[str, float]:
        """Event id → seconds since 1970, when its row was written."""
        with psycopg.connect(self.consumer) as connection:
            return dict(connection.execute(f"select event_id, extract(epoch from at)::float8 from {table}").fetchall())  # noqa: S608

    def empty(self) -> None:
        """What was applied is forgotten. The producer's log stays: a relay notices a log that was put back, and sends nothing of it."""
        with psycopg.connect(self.consumer) as connection:
            connection.execute("truncate applied, vanilla, inbox")


@contextmanager
def ground() -> Iterator[Ground]:
    folder = Path(tempfile.mkdtemp(prefix="signpost-bench-"))
    folder.chmod(0o755)  # the servers' own users must get in
    postgres, rabbit = PostgresServer(folder / "postgres"), RabbitServer(folder / "rabbit", name="bench")
    try:
        postgres.start()
        rabbit.start()
        made = Ground(_database(postgres, "producer"), _database(postgres, "consumer"), rabbit.url, rabbit.management_url)
        Broker(made.broker, made.management).apply(topology_of([ours.HEARD]))
        yield made
    finally:
        rabbit.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _database(server: PostgresServer, name: str) -> str:
    address = server.url.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    with Database(address).write() as connection:
        ours.tables.create_all(connection)
        connection.exec_driver_sql("alter table applied alter column at set default clock_timestamp()")
        connection.exec_driver_sql("create table vanilla (event_id text primary key, data jsonb, at timestamptz default clock_timestamp())")
    return address


@contextmanager
def running(commands: list[list[str]], environment: dict[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    started = [subprocess.Popen(each, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for each in commands]
    try:
        yield started
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(timeout=30)


def megabytes(process: subprocess.Popen[bytes]) -> float:
    """Resident, as the kernel counts it."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024
