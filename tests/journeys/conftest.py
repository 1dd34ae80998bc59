"""Real servers, each a process of its own, ended with the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.server import Server

Start = Callable[..., Server]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journey") / "data"


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a server that this test does not leave behind."""
    started: list[Server] = []

    def run(data: Path, port: int | None = None) -> Server:
        started.append(Server(data, port))
        return started[-1]

    yield run
    for server in started:
        if server.process.poll() is None:
            server.kill()
