"""Which port each process of a stack has, and what it reads from its environment: exactly what it needs, and no more."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from signpost.stack.folder import StackFolder
from signpost.stack.kinds import BY_NAME, KINDS, SERVICES, Kind
from signpost.stack.servers import PostgresServer, RabbitServer

METRICS = 20
SERVERS = 40
PORTS = 43
"""How many ports in a row a stack may use, from the portal's on."""
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "PYTHONPATH", "VIRTUAL_ENV", "SIGNPOST_LOG")
PASSED_ON_BEGINNINGS = ("OTEL_", "SIGNPOST_PORTAL_")


@dataclass(frozen=True)
class Addresses:
    """Of the servers, with passwords."""

    databases: Mapping[str, SecretStr]
    broker: SecretStr
    management: SecretStr


class Plan:
    def __init__(self, folder: StackFolder, port: int) -> None:
        """`port`: the portal's."""
        self.folder, self.port = folder, port
        self.postgres = PostgresServer(folder.servers / "postgres", port + SERVERS)
        self.rabbit = RabbitServer(folder.servers / "rabbit", port + SERVERS + 1, port + SERVERS + 2, name=f"signpost{port}")

    def port_of(self, kind: Kind) -> int:
        others = [each for each in KINDS if each.name != "portal"]
        return self.port if kind.name == "portal" else self.port + 1 + others.index(kind)

    @property
    def reporting_port(self) -> int:
        return self.port_of(BY_NAME["reporting api"])

    def url_of(self, kind: Kind) -> str:
        return f"http://127.0.0.1:{self.port_of(kind)}"

    def addresses(self) -> Addresses:
        """As soon as the servers were started once."""
        databases = {service: SecretStr(self._database(service, service)) for service in SERVICES}
        return Addresses(databases, SecretStr(self.rabbit.url), SecretStr(self.rabbit.management_url))

    def owner_address(self, service: str) -> SecretStr:
        return SecretStr(self._database(service, f"{service}_owner"))

    def postgres_admin(self) -> SecretStr:
        return SecretStr(self.postgres.url)

    def ports(self) -> list[int]:
        """All that are listened on."""
        processes = [self.port_of(kind) for kind in KINDS]
        return [*processes, *(port + METRICS for port in processes), self.postgres.port, self.rabbit.port, self.rabbit.management_port]

    def environment(self, kind: Kind) -> dict[str, str]:
        everything = self._everything(kind.service)
        passed = {name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith(PASSED_ON_BEGINNINGS)}
        own = {name: everything[name] for name in kind.variables}
        return {**passed, **own, "SIGNPOST_METRICS_PORT": str(self.port_of(kind) + METRICS), "PYTHONUNBUFFERED": "1"}

    def _everything(self, service: str) -> dict[str, str]:
        urls = {f"SIGNPOST_{each.service.upper()}_URL": self.url_of(each) for each in KINDS if each.work == "api"}
        databases = {f"SIGNPOST_{each.upper()}_DATABASE": self._database(each, each) for each in SERVICES}
        return {
            "SIGNPOST_DATA": str(self.folder.data),
            "SIGNPOST_BROKER": self.rabbit.url,
            "SIGNPOST_BROKER_MANAGEMENT": self.rabbit.management_url,
            **urls,
            **databases,
        }

    def _database(self, service: str, role: str) -> str:
        return f"postgresql://{role}:{self.folder.password(role)}@127.0.0.1:{self.postgres.port}/{service}"
