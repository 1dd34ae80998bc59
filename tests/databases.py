"""Tests marked `both_databases` run twice, on SQLite and on PostgreSQL; the run says at its end how many ran on which.

They reach their database through the fixture `ground`: new ones, and copies of one that was filled once. The PostgreSQL half
is selected with `-k PostgreSQL` and left out with `-k "not PostgreSQL"`.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from psycopg import sql

from tests.stack.fixtures import Postgres

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
_used: Counter[str] = Counter()
_versions: set[str] = set()


class Ground(Protocol):
    """Where this test keeps its databases."""

    kind: str

    def new(self, file: Path) -> Path | str:
        """The address of an empty database. `file`: where it would be on SQLite."""
        ...


class OnSqlite:
    kind = SQLITE

    def new(self, file: Path) -> Path:
        return file


class OnPostgres:
    """Databases of the run's server. `drop` takes away what was made here."""

    kind = POSTGRES

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._made: list[str] = []

    def new(self, file: Path) -> str:
        return self.copy_of("template0")

    def copy_of(self, template: str) -> str:
        """`template`: the name of a database nobody is connected to."""
        name = f"test_{secrets.token_hex(6)}"
        how = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'" + (" LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'" if template == "template0" else "")
        self._run(sql.SQL(how).format(sql.Identifier(name), sql.Identifier(template)))
        self._made.append(name)
        return self._server.named(name)

    def drop(self) -> None:
        for name in self._made:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._server.url, autocommit=True) as connection:
            connection.execute(statement)
            _versions.add(str(connection.info.server_version // 10_000))


FillTemplate = Callable[[Callable[[str], object]], str]


@pytest.fixture(scope="session")
def fill_template(postgres_server: Postgres) -> Iterator[FillTemplate]:
    """`fill_template(fill)`: the name of a new database that `fill` filled, given its address; for `OnPostgres.copy_of`."""
    ground = OnPostgres(postgres_server)

    def template(fill: Callable[[str], object]) -> str:
        address = ground.new(Path())
        fill(address)
        return address.rpartition("/")[2]

    yield template
    ground.drop()


@pytest.fixture
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """SQLite, unless the test is marked `both_databases` and this is its other time."""
    kind = getattr(request, "param", SQLITE)
    if kind == SQLITE:
        _used[kind] += 1
        yield OnSqlite()
        return
    on_server = OnPostgres(request.getfixturevalue("postgres_server"))
    _used[kind] += 1
    yield on_server
    on_server.drop()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: runs on SQLite and on PostgreSQL, through the fixture `ground`")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases") and "ground" in metafunc.fixturenames:
        metafunc.parametrize("ground", [SQLITE, POSTGRES], indirect=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _used[POSTGRES]:
        versions = f" {', '.join(sorted(_versions))}"
        terminalreporter.section("databases used")
        terminalreporter.write_line(f"{SQLITE}: {_used[SQLITE]} tests. {POSTGRES}{versions}: {_used[POSTGRES]} tests.")
