"""The embedded engine by itself: mixed searches while the listings grow, in area and in density, each size beside the smallest.

In area: ever more tiles of ten towns, each as full as the first; people ask for what is near them. Whoever asks for no place asks of all
listings there are, however far, so that is a row of its own. In density: the same ten towns hold ever more, and a fourth ask for no place.

`python -m benchmarks.search_engine 5000 50000 500000` chooses the sizes. All sizes are open together and are asked in turn, so that a
busy machine is as busy for each. An index is filled by another process, so that memory is that of searching.
"""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.listings import A_TILE, Town, listings, tiles
from benchmarks.timing import Timed
from services.directory.adapters.search_embedded import EmbeddedSearch
from services.directory.domain.criteria import Criteria, Sort
from shared.contracts.directory import ClassShown
from shared.geo import Place
from shared.messaging.inbox import Reached
from tests.search.corpus import LANGUAGES, NOW, TOWNS

SIZES = (5_000, 50_000)
SEARCHES, ROUNDS, BATCH, WRITES = 400, 3, 2_000, 20
WORDS = (
    "conversation",
    "women",
    "halfax",
    "creche",
    "beginners",
    "job",
    "leeds",
    "entry 2",
    "college",
    "talk",
    "reading",
    "trust",
    "bradford libary",
)
CHOICES = (
    ("level", "entry-1"),
    ("level", "entry-2"),
    ("day", "thursday"),
    ("time", "morning"),
    ("cost", "free"),
    ("format", "in-person"),
    ("places", "open"),
    ("women_only", "yes"),
    ("childcare", "creche"),
    ("support_language", LANGUAGES[0]),
)


@dataclass(frozen=True)
class Index:
    """One size, open. `filled` and `opened` in seconds, `memory` in bytes a listing."""

    size: int
    towns: Sequence[Town]
    engine: EmbeddedSearch
    filled: float
    opened: float
    memory: float


def main(sizes: Sequence[int] = SIZES) -> None:
    for growth in ("area", "density"):
        with TemporaryDirectory() as folder:
            indexes = [_index(Path(folder) / str(size), growth, size) for size in sizes]
            _compare(growth, indexes)
            for index in indexes:
                index.engine.close()


def fill(folder: str, growth: str, size: str) -> None:
    engine, every = EmbeddedSearch(Path(folder)), _listings(growth, int(size))
    reached = 0
    while some := list(islice(every, BATCH)):
        reached += len(some)
        engine.write({shown.id: (shown, 1) for shown in some}, Reached(reached))
    engine.close()


def _listings(growth: str, size: int) -> Iterator[ClassShown]:
    return listings(size, _towns(growth, size), seed=size)


def _towns(growth: str, size: int) -> Sequence[Town]:
    return TOWNS if growth == "density" else [town for tile in tiles(max(1, size // A_TILE)) for town in tile]


def _index(folder: Path, growth: str, size: int) -> Index:
    command = [sys.executable, "-m", "benchmarks.search_engine", "fill", str(folder), growth, str(size)]
    filled = _seconds(lambda: subprocess.run(command, check=True))
    gc.collect()
    before, started = _resident(), time.perf_counter()
    engine = EmbeddedSearch(folder)
    return Index(size, _towns(growth, size), engine, filled, time.perf_counter() - started, (_resident() - before) / size)


def _compare(growth: str, indexes: list[Index]) -> None:
    kinds = {"": (True, True, True, False)} if growth == "density" else {"near a place": (True,), "without a place": (False,)}
    for index in indexes:
        print(
            f"  {growth:>8} {index.size:>9,} listings: filled in {index.filled:.1f} s, opened in {index.opened:.1f} s, "
            f"{index.memory:,.0f} bytes a listing, a change found in {_write(index).median:.0f} ms"
        )
    for kind, placed in kinds.items():
        asked = [[_criteria(Random(number), index.towns, placed) for number in range(SEARCHES)] for index in indexes]
        for index, wanted in zip(indexes, asked, strict=True):
            for criteria in wanted:
                index.engine.find(criteria, NOW)
        rounds = [_round(indexes, asked) for _ in range(ROUNDS)]
        print(f"\nThe embedded engine growing in {growth}, {ROUNDS} rounds of {SEARCHES} mixed searches {kind}, all facets each")
        for at, index in enumerate(indexes):
            ratios = sorted(each[at].p95 / each[0].p95 for each in rounds)
            median, p95 = (statistics.median(getattr(each[at], what) for each in rounds) for what in ("median", "p95"))
            print(
                f"  {index.size:>9,} listings{median:>8.2f}ms{p95:>8.2f}ms  p95   {statistics.median(ratios):>5.2f} × {indexes[0].size:,}"
                f"   ({ratios[0]:.2f} to {ratios[-1]:.2f})"
            )


def _round(indexes: list[Index], asked: list[list[Criteria]]) -> list[Timed]:
    took: list[list[float]] = [[] for _ in indexes]
    for number in range(SEARCHES):
        for at, index in enumerate(indexes):
            started = time.perf_counter()
            index.engine.find(asked[at][number], NOW)
            took[at].append(time.perf_counter() - started)
    return [Timed.of(str(index.size), each) for index, each in zip(indexes, took, strict=True)]


def _write(index: Index) -> Timed:
    (one,) = islice(listings(1, index.towns, seed=1), 1)
    reached = index.engine.reached().position
    moves = [Reached(reached + at) for at in range(1, WRITES)]
    return Timed.of("write", [_seconds(lambda to=to: index.engine.write({one.id: (one, to.position)}, to)) for to in moves])  # type: ignore[misc]


def _criteria(random: Random, towns: Sequence[Town], placed: Sequence[bool]) -> Criteria:
    """`placed`: whether there is a place, chosen at random from these."""
    town = random.choice(towns)
    near = Place(town[1], town[1], "outcode", town[2] + random.gauss(0, 0.03), town[3] + random.gauss(0, 0.03), town[4], 1000)
    filters: dict[str, frozenset[str]] = {}
    for name, code in random.sample(CHOICES, random.choice((0, 1, 2, 4))):
        filters[name] = filters.get(name, frozenset()) | {code}
    return Criteria(
        q=random.choice(("", random.choice(WORDS), f"{random.choice(WORDS)} {random.choice(WORDS)}")),
        near=near if random.choice(placed) else None,
        within_m=random.choice((2_000, 5_000, 10_000, 30_000)),
        filters=filters,
        starts_by=random.choice((None, None, None, NOW.date() + timedelta(days=60))),
        sort=random.choice((Sort.BEST, Sort.BEST, Sort.BEST, Sort.SOONEST)),
    )


def _resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _seconds(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        fill(*sys.argv[2:])
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
