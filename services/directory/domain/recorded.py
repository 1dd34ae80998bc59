"""What may be told of a search: codes and bands from lists that are written down here, so that nothing anybody typed can be among it."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import BY_NAME, is_language
from shared.contracts.directory import REGION_WIDE
from shared.geo.region import region

OF_ONE_PROVIDER = frozenset({"provider", "network"})
"""Asked by the pages of a provider; not told, since a name may be anybody's."""

Within = Literal["2-km", "5-km", "10-km", "20-km", "further"]
Found = Literal["none", "1-3", "4-9", "10-or-more"]
_WITHIN: tuple[Within, ...] = ("2-km", "5-km", "10-km", "20-km", "further")
_FOUND: tuple[Found, ...] = ("none", "1-3", "4-9", "10-or-more")


@dataclass(frozen=True)
class Search:
    """Two searches with the same are one kind, and counted together. `asked`: “filter:code”, in order."""

    authority: str
    day: date
    asked: tuple[str, ...]
    words: bool
    within: Within | None
    found: Found


def search_told(criteria: Criteria, found: int, day: date) -> Search:
    """`criteria`: with what was understood of the words."""
    return Search(
        authority=authority_of(criteria),
        day=day,
        asked=tuple(sorted(_codes(criteria.filters))),
        words=bool(criteria.q.strip()),
        within=_WITHIN[bisect_left((2_000, 5_000, 10_000, 20_000), criteria.within_m)] if criteria.near and criteria.within_m else None,
        found=_FOUND[bisect_left((0, 3, 9), found)],
    )


def asks_something(criteria: Criteria) -> bool:
    """The start page asks nothing, and the page of a provider nothing but that provider."""
    chosen = {name for name, codes in criteria.filters.items() if codes} - OF_ONE_PROVIDER
    return bool(criteria.q.strip() or criteria.near or chosen or criteria.starts_by)


def authority_of(criteria: Criteria) -> str:
    """Where the place lies; else the one council area that was chosen; else REGION_WIDE."""
    chosen = criteria.filters.get("authority", frozenset())
    meant = criteria.near.authority if criteria.near else next(iter(chosen)) if len(chosen) == 1 else None
    return meant if meant and meant in region().authorities else REGION_WIDE


def _codes(filters: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Filters without fixed codes take any text: of those only languages are told, when they are languages."""
    for name, codes in filters.items():
        options = BY_NAME[name].options
        for code in codes:
            if (options and code in options) or (name == "support_language" and is_language(code)):
                yield f"{name}:{code}"
