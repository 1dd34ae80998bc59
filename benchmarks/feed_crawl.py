"""The Open Referral UK feed crawled whole: does the last page cost what the first does, and does memory stay as the feed grows?

`python -m benchmarks.feed_crawl 5000 50000` chooses the sizes, smallest first. Each feed is served by a process of its own.
"""

import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import uvicorn

from benchmarks.servers import free_port, served
from benchmarks.timing import Timed, in_turn
from services.directory.adapters.openreferral.inbox import FeedInbox
from services.directory.entrypoints.local_delivery import openreferral_thread
from services.directory.entrypoints.openreferral.app import openreferral_app
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_directory
from shared.identity.keys import public_keys, signing_key
from shared.identity.tokens import TokenVerifier
from tests.search.corpus import corpus

SIZES = (5_000, 50_000)
BATCH, ROUNDS, PER_PAGE = 500, 30, 50
PEAK = "peak"
QUESTIONS: Mapping[str, str] = {
    "a word": "search=conversation",
    "day and time": "day=TH&start_time=17:00",
    "near a postcode": "postcode=LS8+5AA&proximity=5000",
}


def main(sizes: tuple[int, ...] = SIZES) -> None:
    print(f"\nThe Open Referral UK feed, {PER_PAGE} services a page, over HTTP")
    peaks = [_measure(size) for size in sizes]
    print(f"  peak memory {peaks[0]} MB of {sizes[0]:,}, {peaks[-1]} MB of {sizes[-1]:,}: {peaks[-1] / peaks[0]:.2f} ×")


def _measure(size: int) -> int:
    """Peak megabytes of the server that was crawled."""
    with TemporaryDirectory() as folder:
        command, port = [sys.executable, "-m", "benchmarks.feed_crawl"], free_port()
        subprocess.run([*command, "fill", folder, str(size)], check=True)
        with served([*command, "serve", folder, str(port)], port) as client:
            _tell(size, *_pages(client, size))
            _tell_stream(size, client)
        return int((Path(folder) / PEAK).read_text()) // 1024


def _pages(client: httpx.Client, size: int) -> list[Timed]:
    last = -(-size // PER_PAGE)
    asked = {"first page": "/services?page=1", "last page": f"/services?page={last}"}
    asked |= {name: f"/service_at_locations?{question}" for name, question in QUESTIONS.items()}
    return in_turn({name: lambda path=path: client.get(path).raise_for_status() for name, path in asked.items()}, ROUNDS, warm_up=5)  # type: ignore[misc]


def _tell(size: int, first: Timed, last: Timed, *others: Timed) -> None:
    print(f"  {size:>7,}: first page {first.median:.1f} ms, last {last.median:.1f} ms, {last.median / first.median:.2f} ×", end="")
    print("".join(f"; {each.name} {each.median:.1f} ms" for each in others))


def _tell_stream(size: int, client: httpx.Client) -> None:
    took = in_turn({"all": lambda: _stream(client, size)}, 1, warm_up=0)[0].median / 1000
    print(f"  {size:>7,}: all of it fully nested as ndjson in {took:.1f} s, {size / took:,.0f} services a second")


def _stream(client: httpx.Client, size: int) -> None:
    with client.stream("GET", "/services?format=ndjson&full=true") as answer:
        assert sum(1 for _ in answer.iter_lines()) == size


def fill(folder: Path, size: int) -> None:
    """As the events of so many invented classes would. Apart, for a process begins as large as its starter."""
    directory = open_directory(DirectorySettings(data=folder))
    inbox, listings = FeedInbox(directory.database, directory.clock), corpus(size, seed=size)
    for at in range(0, size, BATCH):
        with inbox.transaction() as transaction:
            for shown in listings[at : at + BATCH]:
                transaction.put_class(shown, 1)
    directory.close()


def serve(folder: Path, port: int) -> None:
    directory = open_directory(DirectorySettings(data=folder))
    verifier = TokenVerifier(public_keys(signing_key(folder)), "signpost", directory.clock)
    app = openreferral_app(directory, verifier, openreferral_thread(directory))
    signal.signal(signal.SIGTERM, _end)
    try:
        uvicorn.run(app, port=port, log_level="warning", access_log=False)
    finally:
        (folder / PEAK).write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def _end(number: int, frame: object) -> None:
    """uvicorn passes the signal on when it is done; then the peak is noted."""
    raise SystemExit(0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        fill(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["serve"]:
        serve(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
