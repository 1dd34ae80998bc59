"""What was asked for: searches by authority, level and month, and how many of them found nothing. Sums, so in any order the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.reporting.domain.counting import EVERY, NOT_SAID
from services.reporting.domain.projection import Projection
from shared.contracts.directory import SearchRecorded
from shared.contracts.event import Event

LEVEL = "level:"
MONTHS = 12
"""This one and those before it are shown."""
FEWEST = 10
"""A smaller figure is not shown: so few searches may all be one person's."""


@dataclass(frozen=True)
class SearchesRow:
    """`level`: NOT_SAID where none was asked for; a search for several counts under each, and once under EVERY. `month`: 2026-09."""

    authority: str
    level: str
    month: str
    searches: int
    found_none: int


def rows_of(event: Event, said: SearchRecorded) -> Iterator[SearchesRow]:
    month = said.day.strftime("%Y-%m")
    for group in said.groups:
        levels = [code.removeprefix(LEVEL) for code in group.asked if code.startswith(LEVEL)]
        for level in (*(levels or [NOT_SAID]), EVERY):
            yield SearchesRow(said.authority, level, month, group.searches, group.searches if group.found == "none" else 0)


def together(one: SearchesRow, other: SearchesRow) -> SearchesRow:
    return replace(one, searches=one.searches + other.searches, found_none=one.found_none + other.found_none)


SEARCHES = Projection(
    name="searches",
    row=SearchesRow,
    key=("authority", "level", "month"),
    hears={SearchRecorded: rows_of},
    merge=together,
)


@dataclass(frozen=True)
class AskedFor:
    searches: int = 0
    found_none: int = 0

    def __add__(self, other: "AskedFor | SearchesRow") -> "AskedFor":
        return AskedFor(self.searches + other.searches, self.found_none + other.found_none)


def months_to(today: date) -> list[str]:
    """Those that are shown, oldest first."""
    last = today.year * 12 + today.month - 1
    return [f"{each // 12}-{each % 12 + 1:02}" for each in range(last - MONTHS + 1, last + 1)]


def summed(rows: Iterable[SearchesRow], months: Collection[str]) -> Mapping[tuple[str, str], AskedFor]:
    """(authority or EVERY, level) → all of these months together."""
    sums: dict[tuple[str, str], AskedFor] = defaultdict(AskedFor)
    for row in rows:
        for authority in (row.authority, EVERY) if row.month in months else ():
            sums[authority, row.level] += row
    return dict(sums)


def shown(figure: int) -> int | None:
    return figure if figure >= FEWEST else None
