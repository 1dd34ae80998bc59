"""Suggestions as one types: how long a lookup takes, how much memory names need and how long they take to load.

`python -m benchmarks.names 290 100000` chooses the sizes. Names are either few and repeated, as networks have them, or all different.
"""

import sys
import time
import tracemalloc
from datetime import timedelta
from random import Random

from benchmarks.timing import in_turn
from services.directory.adapters.search_embedded.names import Names
from services.directory.adapters.search_embedded.rows import Row, microseconds
from tests.search.corpus import NAMES, NOW, PROVIDER_WORDS, TOWNS, VENUES

SIZES = (290, 100_000)
TYPED = ("e", "conv", "esol entry", "le", "leeds t", "convrsation", "college", "english work", "zzzz", "الل")
BATCH, ROUNDS, CLASSES_OF_A_PROVIDER = 2_000, 30, 4


def main(sizes: tuple[int, ...] = SIZES) -> None:
    print("\nSuggestions of class and provider names, the slowest text typed")
    for size in sizes:
        for all_different in (False, True):
            _measure(size, all_different)


def _measure(size: int, all_different: bool) -> None:
    rows = _rows(size, all_different)
    tracemalloc.start()
    _filled(rows)
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    started = time.perf_counter()
    names = _filled(rows)
    load = time.perf_counter() - started
    jobs = {typed: lambda typed=typed: (names.classes_named(typed, 10, NOW), names.providers_named(typed, 10, NOW)) for typed in TYPED}
    slowest = max(in_turn(jobs, ROUNDS), key=lambda timed: timed.median)
    kind = "all different" if all_different else "few names"
    print(
        f"  {size:>9,} classes, {kind:<14}{slowest.median:>7.2f}ms{slowest.p95:>7.2f}ms p95 (“{slowest.name}”)"
        f"{load:>7.2f} s to load{megabytes:>7.1f} MB"
    )


def _filled(rows: list[Row]) -> Names:
    names = Names()
    for start in range(0, len(rows), BATCH):
        names.take((row.id, row) for row in rows[start : start + BATCH])
    return names


def _rows(size: int, all_different: bool) -> list[Row]:
    random = Random(3)
    providers = [
        (f"provider-{each}", f"{random.choice(TOWNS)[0]} {random.choice(PROVIDER_WORDS)} {each}")
        for each in range(size // CLASSES_OF_A_PROVIDER + 1)
    ]
    return [_row(random, number, random.choice(providers), all_different) for number in range(size)]


def _row(random: Random, number: int, provider: tuple[str, str], all_different: bool) -> Row:
    town = random.choice(TOWNS)[0]
    name = random.choice(NAMES).format(level="Entry 1", venue=random.choice(VENUES), town=town)
    return Row(
        id=f"00000000-0000-7000-8000-{number:012}",
        name=f"{name} group {number}" if all_different else name,
        town=town,
        lat=None,
        lon=None,
        verified_us=microseconds(NOW - timedelta(days=number % 360)),
        first_day=None,
        last_day=None,
        roll_on=False,
        places_open=None,
        codes=(),
        sessions=(),
        names={"provider": {provider[0]: provider[1]}},
        said=(),
    )


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
