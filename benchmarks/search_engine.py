"""The embedded engine by itself: mixed searches over more and more invented listings, beside the smallest size.

`python -m benchmarks.search_engine 290 30000 100000` chooses the sizes. They grow in density: the same ten towns hold more classes.
"""

import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.timing import Timed
from services.directory.adapters.search_embedded import EmbeddedSearch
from services.directory.domain.criteria import Criteria, Sort
from shared.contracts.directory import ClassShown
from shared.geo import Place
from shared.messaging.inbox import Reached
from tests.search.corpus import LANGUAGES, NOW, TOWNS, corpus

SIZES = (290, 5_000, 30_000)
SEARCHES, BATCH, WRITES = 400, 500, 20
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


def main(sizes: tuple[int, ...] = SIZES) -> None:
    print(f"\nThe embedded engine, {SEARCHES} mixed searches with all facets (words, distance, up to four filters)")
    measured = [_measure(size) for size in sizes]
    for size, (searches, load, start, write, megabytes) in zip(sizes, measured, strict=True):
        beside = searches.median / measured[0][0].median
        print(
            f"  {size:>9,} listings {searches.median:>8.2f}ms{searches.p95:>8.2f}ms  p95   {beside:>5.1f} × {sizes[0]:,}"
            f"   filled {load:.1f}s, opened {start:.1f}s, a change found {write.median:.0f}ms, process {megabytes} MB"
        )


def _measure(size: int) -> tuple[Timed, float, float, Timed, int]:
    listings = corpus(size, seed=size)
    with TemporaryDirectory() as folder:
        load = _seconds(lambda: _fill(Path(folder), listings))
        started = time.perf_counter()
        engine = EmbeddedSearch(Path(folder))
        start = time.perf_counter() - started
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        asked = [_criteria(Random(number)) for number in range(SEARCHES)]
        for criteria in asked:
            engine.find(criteria, NOW)
        searches = Timed.of("searches", [_seconds(lambda wanted=criteria: engine.find(wanted, NOW)) for criteria in asked])  # type: ignore[misc]
        one = listings[0]
        moves = [Reached(size + at) for at in range(2, WRITES)]
        write = Timed.of("write", [_seconds(lambda to=to: engine.write({one.id: (one, to.position)}, to)) for to in moves])  # type: ignore[misc]
        engine.close()
    return searches, load, start, write, megabytes


def _fill(folder: Path, listings: list[ClassShown]) -> None:
    engine = EmbeddedSearch(folder)
    for at in range(0, len(listings), BATCH):
        engine.write({shown.id: (shown, 1) for shown in listings[at : at + BATCH]}, Reached(at))
    engine.close()


def _criteria(random: Random) -> Criteria:
    town = random.choice(TOWNS)
    near = Place(town[1], town[1], "outcode", town[2] + random.gauss(0, 0.03), town[3] + random.gauss(0, 0.03), town[4], 1000)
    filters: dict[str, frozenset[str]] = {}
    for name, code in random.sample(CHOICES, random.choice((0, 1, 2, 4))):
        filters[name] = filters.get(name, frozenset()) | {code}
    return Criteria(
        q=random.choice(("", random.choice(WORDS), f"{random.choice(WORDS)} {random.choice(WORDS)}")),
        near=random.choice((None, near, near, near)),
        within_m=random.choice((2_000, 5_000, 10_000, 30_000)),
        filters=filters,
        starts_by=random.choice((None, None, None, NOW.date() + timedelta(days=60))),
        sort=random.choice((Sort.BEST, Sort.BEST, Sort.BEST, Sort.SOONEST)),
    )


def _seconds(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
