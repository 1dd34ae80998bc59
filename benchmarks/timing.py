"""Timing in turn: A, B, A, B, …, so that a machine that speeds up or slows down does so for both."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """Milliseconds."""

    name: str
    median: float
    p95: float

    @classmethod
    def of(cls, name: str, seconds: list[float]) -> "Timed":
        ordered = sorted(seconds)
        return cls(name, statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000)


def in_turn(jobs: Mapping[str, Callable[[], object]], rounds: int, warm_up: int = 20) -> list[Timed]:
    """Each job once a round; the first rounds are not counted."""
    took: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds + warm_up):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            if turn >= warm_up:
                took[name].append(time.perf_counter() - started)
    return [Timed.of(name, seconds) for name, seconds in took.items()]
