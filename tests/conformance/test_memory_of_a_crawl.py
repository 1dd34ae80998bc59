"""However large the feed is, whoever streams all of it makes the server hold no more than one batch."""

import tracemalloc
from pathlib import Path
from typing import Any

import anyio
import pytest

from services.directory.adapters.openreferral.inbox import FeedInbox
from services.directory.entrypoints.local_delivery import openreferral_thread
from services.directory.entrypoints.openreferral.app import openreferral_app
from services.directory.settings import DirectorySettings
from services.directory.use_cases.openreferral import read_feed
from services.directory.wiring import open_directory
from shared.clock import SetClock
from shared.identity.keys import public_keys
from shared.identity.tokens import TokenVerifier
from tests.directory.world import KEY
from tests.search.corpus import NOW, corpus

FEW, MANY = 150, 900
BATCH = 50
SCOPE: dict[str, Any] = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/services", "root_path": ""}


@pytest.mark.parametrize("full", ["false", "true"])
def test_a_stream_of_six_times_as_much_takes_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: str) -> None:
    monkeypatch.setattr(read_feed, "AT_ONCE", BATCH)
    few, many = (streamed(tmp_path / str(size), size, full) for size in (FEW, MANY))
    assert (few[0], many[0]) == (FEW, MANY)
    assert many[1] < 1.5 * few[1]


def streamed(folder: Path, size: int, full: str) -> tuple[int, int]:
    """(lines, peak of memory in bytes) of a crawler that keeps nothing, as a socket does."""
    directory = open_directory(DirectorySettings(data=folder), SetClock(NOW))
    with FeedInbox(directory.database, directory.clock).transaction() as transaction:
        for shown in corpus(size):
            transaction.put_class(shown, 1)
    app = openreferral_app(directory, TokenVerifier(public_keys(KEY), "signpost", directory.clock), openreferral_thread(directory))
    lines = 0

    async def receive() -> dict[str, Any]:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Any) -> None:
        nonlocal lines
        lines += message.get("body", b"").count(b"\n")

    async def crawl(query: str) -> None:
        await app({**SCOPE, "query_string": query.encode(), "headers": []}, receive, send)

    anyio.run(crawl, "per_page=1")  # what is made once is made before it counts
    lines = 0
    tracemalloc.start()
    anyio.run(crawl, f"format=ndjson&full={full}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    directory.close()
    return lines, peak
