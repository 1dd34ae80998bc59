"""How well a class answers a question, as an adviser with the learner beside her would say. Simple on purpose: people check it.

3 exactly what was wanted · 2 nearly · 1 worth knowing · 0 not an answer

1. Each wish has a degree (facts.py). A class is as good as the wish it meets worst; one wish not met at all: 0.
2. Where a place is wanted, distance is a wish too (TOWN, NEIGHBOURHOOD); a council area is meant as it is bounded. A class online is near
   everybody who asks for online, and else nowhere.
3. Not checked for half a year (stale): at most 1; the listing must be doubted before anybody travels.
4. No place now, full or with a waiting list: one less, but still worth knowing.
5. What search may never show (withdrawn, over, not checked for a year): 0.
"""

from collections.abc import Mapping
from functools import cache

from services.directory.domain.freshness import Freshness, freshness
from shared.contracts.directory import ClassShown
from shared.contracts.provision import Format
from shared.geo import Place, distance_metres
from tests.search_quality.corpus import NOW, listings, may_be_shown
from tests.search_quality.facts import EXACTLY, FACTS, NEARLY, NOT, WORTH_KNOWING, Degree
from tests.search_quality.judged import Judged, Wish

TOWN = (8, 15, 25)
NEIGHBOURHOOD = (5, 10, 20)
"""Kilometres within which a class is exactly, nearly, or just worth knowing. A town is meant as a whole, with its suburbs;
an outward code, a district or a point as “where I live”: 5 km is one bus."""


@cache
def grades(query: Judged) -> Mapping[str, Degree]:
    """Class id → grade, of every class there is."""
    return {shown.id: grade(query, shown) for shown in listings()}


def grade(query: Judged, shown: ClassShown) -> Degree:
    degree = _near(query, shown) if may_be_shown(shown) else NOT
    for fact, wish in query.wants.items():
        if degree is NOT:
            break
        degree = min(degree, _wish(fact, wish, shown))
    return _as_it_stands(degree, shown)


def _wish(fact: str, wish: Wish, shown: ClassShown) -> Degree:
    """The best that the class offers of what would do; the second choice counts one less, the third two."""
    offered = [FACTS[fact](shown, code) - less for less, codes in enumerate(wish) for code in codes]
    return max(NOT, *offered)


def _near(query: Judged, shown: ClassShown) -> Degree:
    if query.place is None:
        return EXACTLY
    if _asks_online(query) and shown.details.format is not Format.IN_PERSON:
        return EXACTLY
    if query.place.kind == "authority":
        return _in_council_area(query.place, shown)
    point = shown.where.point if shown.where else None
    if point is None:
        return NOT
    km = distance_metres(query.place.lat, query.place.lon, point.lat, point.lon) / 1000
    if query.within_km is not None:
        return EXACTLY if km <= query.within_km else NOT
    return _reached(km, query.place)


def _asks_online(query: Judged) -> bool:
    return any("online" in codes for codes in query.wants.get("format", ()))


def _in_council_area(area: Place, shown: ClassShown) -> Degree:
    """Its neighbours are not asked for; what its providers teach online is part of its provision."""
    where = shown.where.authority if shown.where else shown.authority
    return EXACTLY if where == area.authority else NOT


def _reached(km: float, place: Place) -> Degree:
    limits = TOWN if place.kind == "town" else NEIGHBOURHOOD
    return next((degree for degree, limit in zip((EXACTLY, NEARLY, WORTH_KNOWING), limits, strict=True) if km <= limit), NOT)


def _as_it_stands(degree: Degree, shown: ClassShown) -> Degree:
    if degree is NOT:
        return NOT
    if freshness(shown.verified_at, NOW) is Freshness.STALE:
        degree = WORTH_KNOWING
    places = shown.details.places
    if not places.open and (places.open == 0 or places.waiting_list):
        degree = max(WORTH_KNOWING, degree - 1)
    return degree
