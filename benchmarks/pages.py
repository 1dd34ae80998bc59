"""The first page, the results and the API, beside a bare FastAPI route served by the same program."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.servers import bare_fastapi, signpost
from benchmarks.timing import Timed, in_turn

ROUNDS = 200
ADDRESSES = {
    "API: 20 results, 18 facets": "/directory/v1/classes?near=LS8&within=10",
    "API: words, place, three filters": "/directory/v1/classes?q=conversation&near=LS8&within=10&level=entry-1&day=thursday&cost=free",
    "API: one class by filter": "/directory/v1/classes?limit=1",
    "page: start": "/",
    "page: results": "/classes?near=LS8&within=10",
}


def main() -> None:
    with TemporaryDirectory() as folder, signpost(Path(folder)) as ours, bare_fastapi() as bare:
        jobs = {"bare FastAPI route": get(bare, "/")} | {name: get(ours, address) for name, address in ADDRESSES.items()}
        _print(in_turn(jobs, ROUNDS))


def get(client: httpx.Client, address: str) -> Callable[[], None]:
    def job() -> None:
        client.get(address).raise_for_status()

    return job


def _print(timed: list[Timed]) -> None:
    bare = timed[0].median
    print(f"\nPages and API over HTTP, {ROUNDS} rounds in turn\n  {'':36}{'median':>10}{'p95':>10}{'× bare':>9}")
    for each in timed:
        print(f"  {each.name:36}{each.median:>8.2f}ms{each.p95:>8.2f}ms{each.median / bare:>9.1f}")
