"""How well listings were kept, month by month: of those listed at a month's end, how many had been verified within a term."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

Whose = Literal["network", "provider"]

SMALL = 10
"""Below so many listings a percentage says more than it knows: “3 of 4” is said instead."""


@dataclass(frozen=True)
class Stay:
    """`count` listings of one network or provider, alike in this: from the end of `month` until before that of `until` nothing was said of
    them, and from that of `kept_until` on their last verification is older than a term. `until` None: nothing was said since."""

    whose: str
    month: int
    until: int | None
    kept_until: int
    count: int


@dataclass(frozen=True)
class Kept:
    """At one month's end: `kept` of `listed` had been verified within a term."""

    listed: int
    kept: int


def kept_over(stays: Iterable[Stay], months: Sequence[int]) -> Mapping[str, list[Kept]]:
    """Whose → one figure for each of `months`, which follow each other without a gap."""
    first, last = months[0], months[-1] + 1
    listed: dict[str, list[int]] = defaultdict(lambda: [0] * (len(months) + 1))
    kept: dict[str, list[int]] = defaultdict(lambda: [0] * (len(months) + 1))
    for stay in stays:
        end = last if stay.until is None else min(stay.until, last)
        _add(listed[stay.whose], max(stay.month, first) - first, end - first, stay.count)
        _add(kept[stay.whose], max(stay.month, first) - first, min(end, stay.kept_until) - first, stay.count)
    return {whose: [Kept(*pair) for pair in zip(_sums(listed[whose]), _sums(kept[whose]), strict=True)] for whose in listed}


def _add(steps: list[int], start: int, end: int, count: int) -> None:
    if start < end:
        steps[start] += count
        steps[end] -= count


def _sums(steps: Sequence[int]) -> list[int]:
    return list(accumulate(steps))[:-1]
