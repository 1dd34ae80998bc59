"""`make faults`: every configuration, then each guard taken out once, and the page of the reference that tells of it.

`python -m tests.faults NAME…` makes only configurations with these words in their names, and writes no page.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import Queue
from time import monotonic
from typing import TypeVar

from scripts import make_reference
from tests.faults.bed import NeverHappened
from tests.faults.configurations import CONFIGURATIONS, PLANTED
from tests.faults.guarded import Planted
from tests.faults.matrix import Matrix
from tests.faults.report import Caught, Made, Run, line, made
from tests.faults.trial import Configuration

LANES = 2
Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


def main() -> int:
    begun, words = monotonic(), sys.argv[1:]
    chosen = [one for one in CONFIGURATIONS if _is_meant(one.name, words)]
    planted = [one for one in PLANTED if _is_meant(one.configuration.name, words)]
    with tempfile.TemporaryDirectory(prefix="signpost-faults-") as folder, ExitStack() as closing:
        Path(folder).chmod(0o755)
        lanes = [closing.enter_context(Matrix(Path(folder) / str(number))) for number in range(LANES)]
        results, failures = _make(lanes, chosen)
        caught, blind = _take_out(lanes, planted)
        versions = lanes[0].versions()
    minutes = (monotonic() - begun) / 60
    if not words:
        Run(results, caught, versions, round(minutes, 1)).keep()
        make_reference.main()
    for failure in (*failures, *blind):
        print(f"FAILED  {failure}")
    print(f"{len(results)} configurations, {len(caught)} guards, {minutes:.1f} minutes, {len(failures) + len(blind)} failures")
    return 1 if failures or blind else 0


def _is_meant(name: str, words: Sequence[str]) -> bool:
    return not words or any(word in name for word in words)


def _make(lanes: Sequence[Matrix], chosen: Sequence[Configuration]) -> tuple[list[Made], list[str]]:
    def one(matrix: Matrix, configuration: Configuration) -> Made | str:
        try:
            result = made(matrix.run(configuration))
        except NeverHappened as never:
            return f"{configuration.name}: the fault was not made ({never})"
        print(line(result), flush=True)
        return result

    outcomes = _in_lanes(lanes, one, chosen)
    results = [outcome for outcome in outcomes if isinstance(outcome, Made)]
    never = [outcome for outcome in outcomes if isinstance(outcome, str)]
    return results, never + [f"{result.name}: {finding}" for result in results for finding in result.findings]


def _take_out(lanes: Sequence[Matrix], planted: Sequence[Planted]) -> tuple[list[Caught], list[str]]:
    def one(matrix: Matrix, planted: Planted) -> Caught:
        findings = matrix.run(planted.configuration).verdict.findings
        print(f"without the guard “{planted.guard}”: {'; '.join(findings) or 'NOTHING NOTICED'}", flush=True)
        return Caught(planted.guard, planted.what, planted.configuration.name, findings)

    caught = _in_lanes(lanes, one, planted)
    blind = [f"{one.configuration}: nobody noticed that the guard “{one.guard}” was gone" for one in caught if not one.findings]
    return caught, blind


def _in_lanes(lanes: Sequence[Matrix], make: Callable[[Matrix, Item], Outcome], items: Sequence[Item]) -> list[Outcome]:
    """Several at once, each on servers of its own: most of a trial is waiting. In the order of the items."""
    free: Queue[Matrix] = Queue()
    for lane in lanes:
        free.put(lane)

    def in_a_lane(item: Item) -> Outcome:
        lane = free.get()
        try:
            return make(lane, item)
        finally:
            free.put(lane)

    with ThreadPoolExecutor(len(lanes)) as pool:
        return list(pool.map(in_a_lane, items))


if __name__ == "__main__":
    sys.exit(main())
