"""nDCG@10 of an engine over the judged questions, asked through the use case as the API asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log2
from statistics import fmean

from pydantic_core import from_json

from services.directory.domain.criteria import Criteria
from services.directory.use_cases.find_classes import find_classes
from services.directory.use_cases.ports import ClassSearch, Found
from shared.clock import SetClock
from shared.contracts.directory import ClassShown
from tests.search_quality.corpus import NOW, listings, places, words
from tests.search_quality.facts import Degree
from tests.search_quality.grading import grades
from tests.search_quality.judged import Judged, judged

LOOKED_AT = 10
"""Results: the first page on a phone."""
GOAL = 0.95


@dataclass(frozen=True)
class Measured:
    """One question's answer: the classes found first, with the grade of each, beside the grades of the ideal answer."""

    query: Judged
    total: int
    shown: tuple[ClassShown, ...]
    grades: tuple[Degree, ...]
    ideal: tuple[Degree, ...]

    @property
    def ndcg(self) -> float:
        return dcg(self.grades) / dcg(self.ideal)


def dcg(grades: Sequence[Degree]) -> float:
    """Discounted cumulative gain: 2^grade - 1, divided by the binary logarithm of the rank plus one (Burges and others, 2005)."""
    return sum((2**each - 1) / log2(rank + 1) for rank, each in enumerate(grades[:LOOKED_AT], start=1))


def measure(search: ClassSearch) -> list[Measured]:
    return [_measure(search, query) for query in judged()]


def mean(measured: Sequence[Measured]) -> float:
    return fmean(each.ndcg for each in measured)


def ask(search: ClassSearch, query: Judged) -> Found:
    within_m = None if query.within_km is None else query.within_km * 1000
    criteria = Criteria(q=query.q, within_m=within_m, limit=LOOKED_AT)
    return find_classes(search, places(), words(), SetClock(NOW), criteria, query.near).found


def _measure(search: ClassSearch, query: Judged) -> Measured:
    found, of = ask(search, query), grades(query)
    ids = [from_json(hit.card)["id"] for hit in found.hits]
    ideal = sorted(of.values(), reverse=True)[:LOOKED_AT]
    return Measured(query, found.total, tuple(_by_id()[id] for id in ids), tuple(of[id] for id in ids), tuple(ideal))


@cache
def _by_id() -> dict[str, ClassShown]:
    return {shown.id: shown for shown in listings()}
