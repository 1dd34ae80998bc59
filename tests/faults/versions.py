"""Which versions a run was made on, read from what runs."""

import platform
from importlib.metadata import version

import httpx
import psycopg

PACKAGES = ("nameko", "kombu", "amqp", "eventlet", "SQLAlchemy", "psycopg")


def read_versions(postgres: str | None, management: str | None) -> dict[str, str]:
    """Of the servers by asking them; `management`: RabbitMQ's, with its user and password in it."""
    versions = {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    if postgres:
        with psycopg.connect(postgres) as connection:
            versions["PostgreSQL"] = str(connection.execute("SHOW server_version").fetchone()[0]).split()[0]  # type: ignore[index]
    if management:
        told = httpx.get(f"{management}/api/overview", trust_env=False, timeout=30).json()
        versions |= {"RabbitMQ": told["rabbitmq_version"], "Erlang": told["erlang_version"]}
    return versions
