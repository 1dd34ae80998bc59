"""Folders and beds of the trials."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.grounds import Servers, Templates
from tests.faults.local_bed import LocalBed, make_seed
from tests.faults.nurseries import Nurseries
from tests.faults.stack_bed import StackBed, StackWanted
from tests.faults.trial import Configuration, Result, run
from tests.stack.fixtures import Postgres, Rabbit

Runs = Callable[[Configuration], Result]


@pytest.fixture(scope="session")
def local_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_seed(tmp_path_factory.mktemp("seed") / "data")


@pytest.fixture(scope="session")
def nurseries() -> Iterator[Nurseries]:
    both = Nurseries()
    yield both
    both.close()


@pytest.fixture
def locally(tmp_path: Path, nurseries: Nurseries, local_seed: Path) -> Runs:
    """Runs a trial without a broker."""
    return lambda configuration: run(configuration, LocalBed(tmp_path, configuration.wanted, nurseries, local_seed))


@pytest.fixture(scope="session")
def templates(postgres_server: Postgres) -> Iterator[Templates]:
    made = Templates(postgres_server.url)
    yield made
    made.drop()


@pytest.fixture
def on_servers(tmp_path: Path, nurseries: Nurseries, templates: Templates, postgres_server: Postgres, rabbit_server: Rabbit) -> Runs:
    """Runs a trial over RabbitMQ and PostgreSQL."""
    servers = Servers(postgres_server.url, rabbit_server.url, rabbit_server.management_url)

    def runs(configuration: Configuration) -> Result:
        assert isinstance(configuration.wanted, StackWanted)
        return run(configuration, StackBed(tmp_path, configuration.wanted, nurseries, servers, templates))

    return runs
