"""What a search asks for, already understood: the engines see this, never a query string."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.directory.domain.filters import BY_NAME
from shared.errors import Invalid
from shared.geo import Place

MOST_RESULTS = 100
"""The largest page."""
MOST_AT_ONCE = 2_000
"""The most that a map asks for; more pins would neither be read nor drawn in good time."""


class Sort(StrEnum):
    BEST = "best"
    NEAREST = "nearest"
    SOONEST = "soonest"
    FRESH = "fresh"


@dataclass(frozen=True)
class Criteria:
    """`filters`: filter name → codes wanted, of domain/filters.py; none wanted asks nothing. `within_m` in metres counts only with `near`.

    A class without a place on the map is never within a distance, and comes last by distance. One that can be attended online is found
    at any distance when online is asked for, and only then. `starts_by`: can be joined by that day (running.joinable_on).
    `cursor` is `Found.next` of the page before; the other criteria must be the same.
    `any_word`: one of the words is enough, more are better.
    """

    q: str = ""
    near: Place | None = None
    within_m: float | None = None
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    starts_by: date | None = None
    verified_within_days: int | None = None
    sort: Sort = Sort.BEST
    limit: int = 20
    cursor: str | None = None
    any_word: bool = False

    @property
    def only_words(self) -> bool:
        """Nothing but words narrows this search."""
        return self.near is None and not any(self.filters.values()) and self.starts_by is None


def check_criteria(criteria: Criteria) -> None:
    """Raises Invalid for what no engine can answer."""
    if criteria.sort is Sort.NEAREST and criteria.near is None:
        raise Invalid.field("sort", "Nearest first needs a place to measure from.", "Give near, such as near=LS8, or another sort.")
    for name in criteria.filters:
        if name not in BY_NAME:
            raise Invalid.field(name, f"There is no filter {name}.", f"Use one of: {', '.join(BY_NAME)}.")
    if not 0 <= criteria.limit <= MOST_AT_ONCE:
        raise Invalid.field("limit", f"At most {MOST_AT_ONCE} results are found at once.", f"Give a number from 0 to {MOST_AT_ONCE}.")
