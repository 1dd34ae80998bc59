"""A feed made once and copied for each test that changes it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.conformance.feed_world import FeedWorld, open_feed
from tests.conformance.plain_scan import Scan

Made = tuple[Path, dict[str, str]]


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for every request of the suite."""
    with start_blocking_portal() as running:
        yield running


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal) -> Made:
    data = tmp_path_factory.mktemp("made") / "data"
    with open_feed(data, portal) as feed:
        return data, feed.directory.ids()


@pytest.fixture(scope="session")
def still(tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal, made: Made) -> Iterator[FeedWorld]:
    """For tests that only read."""
    data = tmp_path_factory.mktemp("still") / "data"
    shutil.copytree(made[0], data)
    with open_feed(data, portal, made[1]) as feed:
        yield feed


@pytest.fixture(scope="session")
def scan(still: FeedWorld) -> Scan:
    """The whole feed, crawled once."""
    return Scan.of(still)


@pytest.fixture
def feed(tmp_path: Path, portal: BlockingPortal, made: Made) -> Iterator[FeedWorld]:
    """For tests that change it."""
    shutil.copytree(made[0], tmp_path / "data")
    with open_feed(tmp_path / "data", portal, made[1]) as opened:
        yield opened
