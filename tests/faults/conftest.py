"""Folders and beds of the trials."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.local_bed import LocalBed, make_seed
from tests.faults.nurseries import Nurseries
from tests.faults.trial import Configuration, Result, run

RunsLocally = Callable[[Configuration], Result]


@pytest.fixture(scope="session")
def local_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_seed(tmp_path_factory.mktemp("seed") / "data")


@pytest.fixture(scope="session")
def nurseries() -> Iterator[Nurseries]:
    both = Nurseries()
    yield both
    both.close()


@pytest.fixture
def locally(tmp_path: Path, nurseries: Nurseries, local_seed: Path) -> RunsLocally:
    """Runs a trial without a broker."""
    return lambda configuration: run(configuration, LocalBed(tmp_path, configuration.wanted, nurseries, local_seed))
