"""The results page beside the same page without data: the same address of a second Signpost that has no classes.

Both are served alike, by a process of their own, over HTTP and asked in turn, after a first round that warms them. The page without
data has the whole frame, the form and every fixed filter with its zeros, and what a page says when nothing is found.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.pages import get
from benchmarks.servers import signpost
from benchmarks.timing import Timed, in_turn

ROUNDS = 150
ADDRESSES = ("/classes", "/classes?level=entry-1", "/classes?q=conversation&near=LS8&within=10")


def main() -> None:
    with (
        TemporaryDirectory() as full,
        TemporaryDirectory() as empty,
        signpost(Path(full)) as ours,
        signpost(Path(empty), demo=False) as without,
    ):
        sides = ((ours, ""), (without, ", without data"))
        jobs = {f"{address}{note}": get(client, address) for address in ADDRESSES for client, note in sides}
        _print(in_turn(jobs, ROUNDS))


def _print(timed: list[Timed]) -> None:
    print(f"\nThe results page beside the same page without data, {ROUNDS} rounds in turn\n  {'':58}{'median':>10}{'p95':>10}{'ratio':>8}")
    for page, without in zip(timed[::2], timed[1::2], strict=True):
        print(f"  {page.name:58}{page.median:>8.2f}ms{page.p95:>8.2f}ms{page.median / without.median:>8.2f}")
        print(f"  {without.name:58}{without.median:>8.2f}ms{without.p95:>8.2f}ms")
