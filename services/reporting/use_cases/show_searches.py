"""What was asked for where, over a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.domain.counting import today_at
from services.reporting.domain.searches import SEARCHES, AskedFor, months_to, summed
from services.reporting.use_cases.ports import Works
from shared.clock import Clock


@dataclass(frozen=True)
class SearchesShown:
    """`months`: those that are summed, oldest first. `sums`: by (authority or EVERY, level)."""

    months: Sequence[str]
    sums: Mapping[tuple[str, str], AskedFor]


def show_searches(works: Works, clock: Clock) -> SearchesShown:
    months = months_to(today_at(clock.now()))
    with works.look() as stores:
        return SearchesShown(months, summed(stores.rows(SEARCHES).every(), months))
