"""From rows alike to figures by authority and level.

A class for several levels counts under each of them and once in the totals; so levels add up to more than their total.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.provision import Format

LONGEST_UNCHECKED = timedelta(days=365)
"""As in the search: a listing nobody said is right for so long is not offered to anybody, so it is no supply."""
LOCAL = ZoneInfo("Europe/London")
EVERY = "every"
"""Stands for all authorities, or all levels, in the place of one."""
NOT_SAID = "not-said"
"""The level of a class that names none."""


@dataclass(frozen=True)
class Figures:
    """`classes` on offer; `told` of them say how many places are open; `with_places` say at least one; `waiting`: people on their lists."""

    classes: int = 0
    told: int = 0
    with_places: int = 0
    open_places: int = 0
    waiting: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class Alike:
    """Classes on offer that have these three in common."""

    authority: str
    levels: str
    format: str
    figures: Figures


Counted = Mapping[tuple[str, str], Figures]
"""(authority or EVERY, level, NOT_SAID or EVERY) → figures. What is not there is none."""


def today_at(now: datetime) -> date:
    """A class is over the day after its last, by the calendar on the wall."""
    return now.astimezone(LOCAL).date()


def counted(groups: Iterable[Alike], taught: Format | None = None) -> Counted:
    """`taught`: only those that can be attended so; a hybrid class can be in each way, as in the search."""
    figures: dict[tuple[str, str], Figures] = defaultdict(Figures)
    for group in groups:
        if taught and group.format not in (taught.value, Format.HYBRID.value):
            continue
        for authority in (group.authority, EVERY):
            for level in (*(group.levels.split() or [NOT_SAID]), EVERY):
                figures[authority, level] += group.figures
    return dict(figures)
