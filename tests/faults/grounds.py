"""Databases and virtual hosts of their own for each trial, on servers that all trials share."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
import psycopg
from psycopg import sql
from sqlalchemy import make_url

from services.directory.wiring import migrate_directory, open_works
from services.reporting.wiring import migrate_reporting_at
from shared.clock import SystemClock
from shared.storage.database import Database
from shared.storage.roles import Addresses, make_roles
from signpost.stack.servers import PostgresServer, RabbitServer
from tests.faults.cluster import Cluster
from tests.faults.consumers import open_ledger
from tests.faults.seed import plant_seed

DIRECTORY, REPORTING, LEDGER = SERVICES = ("directory", "reporting", "ledger")
OURS = "faults"
"""Before the name of every database, role and virtual host that trials make."""


@dataclass(frozen=True)
class Servers:
    """Addresses of administrators. The servers themselves, where a trial may kill them; None where they are somebody else's."""

    postgres_url: str
    rabbit_url: str
    management_url: str
    postgres: PostgresServer | None = None
    rabbit: RabbitServer | None = None
    cluster: Cluster | None = None

    @property
    def broker_ports(self) -> tuple[int, ...]:
        """Those that stand for each other, the one that the address names first."""
        return tuple(node.port for node in self.cluster.nodes) if self.cluster else (port_of(self.rabbit_url),)


@dataclass(frozen=True)
class Copy:
    """A database of one trial: as its service's role, and as an administrator who looks past everything."""

    application: str
    admin: str

    def drop(self) -> None:
        """From another database of the same server."""
        name = sql.Identifier(make_url(self.admin).database or "")
        with psycopg.connect(_renamed(self.admin, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


class Templates:
    """One database of each service, migrated by its owner and seeded, to be copied for each trial."""

    def __init__(self, postgres_url: str, services: Sequence[str] = SERVICES) -> None:
        self._url, self._prefix = postgres_url, f"{OURS}_{secrets.token_hex(3)}"
        self._made = {service: self._make(service) for service in services}

    def copies(self) -> dict[str, Copy]:
        """By service."""
        names = {service: f"{self._prefix}_{service}_{secrets.token_hex(4)}" for service in self._made}
        for service, name in names.items():
            self._copy(service, name)
        return {
            service: Copy(_renamed(self._made[service].application, name), _renamed(self._url, name)) for service, name in names.items()
        }

    def drop(self) -> None:
        """With their roles: the server may be somebody else's."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            for service in self._made:
                name = f"{self._prefix}_{service}"
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
                for role in (name, f"{name}_owner"):
                    connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

    def _make(self, service: str) -> Addresses:
        passwords = {"owner_password": secrets.token_hex(8), "application_password": secrets.token_hex(8)}
        made = make_roles(self._url, f"{self._prefix}_{service}", **passwords)
        _FILL[service](made)
        return made

    def _copy(self, service: str, name: str) -> None:
        template, owner = f"{self._prefix}_{service}", f"{self._prefix}_{service}_owner"
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*map(sql.Identifier, (name, template, owner)))
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(copy)


def _fill_directory(addresses: Addresses) -> None:
    migrate_directory(addresses.owner)
    database = Database(addresses.application)
    plant_seed(open_works(database, SystemClock()), SystemClock().now().date())
    database.close()


def _fill_reporting(addresses: Addresses) -> None:
    migrate_reporting_at(addresses.owner)


def _fill_ledger(addresses: Addresses) -> None:
    open_ledger(addresses.owner).close()


_FILL = {"directory": _fill_directory, "reporting": _fill_reporting, "ledger": _fill_ledger}


def port_of(url: str) -> int:
    port = make_url(url).port
    if port is None:
        raise ValueError("an address of a trial names its port")
    return port


def _renamed(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


class VirtualHost:
    """On the broker, for one trial."""

    def __init__(self, servers: Servers) -> None:
        self.name = f"{OURS}-{secrets.token_hex(4)}"
        management = httpx.URL(servers.management_url)
        who = (management.username, management.password)
        self._management = httpx.Client(base_url=management.copy_with(userinfo=b""), auth=who, trust_env=False, timeout=30)
        self._management.put(f"/api/vhosts/{self.name}").raise_for_status()
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self._management.put(f"/api/permissions/{self.name}/{management.username}", json=everything).raise_for_status()

    def close(self) -> None:
        self._management.delete(f"/api/vhosts/{self.name}").raise_for_status()
        self._management.close()
