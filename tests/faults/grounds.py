"""Databases and virtual hosts of their own for each trial, on servers that all trials share."""

import secrets
from dataclasses import dataclass

import httpx
import psycopg
from psycopg import sql
from sqlalchemy import make_url

from services.directory.wiring import migrate_directory, open_works
from services.reporting.wiring import migrate_reporting
from shared.clock import SystemClock
from shared.storage.database import Database
from shared.storage.roles import Addresses, make_roles
from signpost.stack.servers import PostgresServer, RabbitServer
from tests.faults.consumers import open_ledger
from tests.faults.seed import plant_seed

SERVICES = ("directory", "reporting", "ledger")
LEADER = "faults"
"""Before the name of every database, role and virtual host that trials make."""


@dataclass(frozen=True)
class Servers:
    """Addresses of administrators. The servers themselves, where a trial may kill them; None where they are somebody else's."""

    postgres_url: str
    rabbit_url: str
    management_url: str
    postgres: PostgresServer | None = None
    rabbit: RabbitServer | None = None


@dataclass(frozen=True)
class Databases:
    """Of one trial, as the roles of the services; `admin` looks past them."""

    addresses: dict[str, str]
    admin: dict[str, str]

    def close(self, servers: Servers) -> None:
        with psycopg.connect(servers.postgres_url, autocommit=True) as connection:
            for address in self.admin.values():
                name = sql.Identifier(make_url(address).database or "")
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


class Templates:
    """One database of each service, migrated by its owner and seeded, to be copied for each trial."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._made = {service: self._make(service) for service in SERVICES}

    def copies(self) -> Databases:
        addresses, admin = {}, {}
        for service, made in self._made.items():
            name = f"{LEADER}_{service}_{secrets.token_hex(4)}"
            self._copy(service, name)
            addresses[service] = _renamed(made.application, name)
            admin[service] = _renamed(self._servers.postgres_url, name)
        return Databases(addresses, admin)

    def _make(self, service: str) -> Addresses:
        passwords = {"owner_password": secrets.token_hex(8), "application_password": secrets.token_hex(8)}
        made = make_roles(self._servers.postgres_url, f"{LEADER}_{service}", **passwords)
        _FILL[service](made)
        return made

    def _copy(self, service: str, name: str) -> None:
        template, owner = f"{LEADER}_{service}", f"{LEADER}_{service}_owner"
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*map(sql.Identifier, (name, template, owner)))
        with psycopg.connect(self._servers.postgres_url, autocommit=True) as connection:
            connection.execute(copy)


def _fill_directory(addresses: Addresses) -> None:
    migrate_directory(addresses.owner)
    database = Database(addresses.application)
    plant_seed(open_works(database, SystemClock()), SystemClock().now().date())
    database.close()


def _fill_reporting(addresses: Addresses) -> None:
    database = Database(addresses.owner)
    migrate_reporting(database, SystemClock())
    database.close()


def _fill_ledger(addresses: Addresses) -> None:
    open_ledger(addresses.owner).close()


_FILL = {"directory": _fill_directory, "reporting": _fill_reporting, "ledger": _fill_ledger}


def _renamed(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


class VirtualHost:
    """On the broker, for one trial."""

    def __init__(self, servers: Servers) -> None:
        self.name = f"{LEADER}-{secrets.token_hex(4)}"
        self._management = httpx.Client(base_url=servers.management_url, trust_env=False, timeout=30)
        user = httpx.URL(servers.management_url).username
        self._management.put(f"/api/vhosts/{self.name}").raise_for_status()
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self._management.put(f"/api/permissions/{self.name}/{user}", json=everything).raise_for_status()

    def close(self) -> None:
        self._management.delete(f"/api/vhosts/{self.name}").raise_for_status()
        self._management.close()
