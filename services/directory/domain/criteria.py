"""What a search asks for, already understood: the engines see this, never a query string."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.geo import Place

MOST_RESULTS = 100
"""The largest page."""


class Sort(StrEnum):
    BEST = "best"
    NEAREST = "nearest"
    SOONEST = "soonest"
    FRESH = "fresh"


@dataclass(frozen=True)
class Criteria:
    """`filters`: filter name → codes wanted, of domain/filters.py. `within_m` in metres counts only with `near`."""

    q: str = ""
    near: Place | None = None
    within_m: float | None = None
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    starts_by: date | None = None
    verified_within_days: int | None = None
    sort: Sort = Sort.BEST
    limit: int = 20
    cursor: str | None = None
