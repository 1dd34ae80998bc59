"""The classes a search finds, as pins on a map: all of them, not a page."""

from dataclasses import dataclass, replace

from services.directory.domain.criteria import MOST_AT_ONCE, Criteria
from services.directory.domain.location import Places
from services.directory.domain.understanding.phrases import PhraseBook
from services.directory.use_cases.find_classes import found_for
from services.directory.use_cases.ports import ClassSearch
from shared.clock import Clock
from shared.contracts.directory import ClassShown, WhereShown
from shared.contracts.provision import Point
from shared.geo import Place


@dataclass(frozen=True)
class PinnedClasses:
    """`without_place`: found, but nothing of theirs can be drawn. `left_out`: over the limit."""

    total: int
    pins: tuple[tuple[ClassShown, WhereShown, Point], ...]
    without_place: int
    left_out: int
    place: Place | None


def map_classes(search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, criteria: Criteria, near: str | None) -> PinnedClasses:
    """As find_classes, with every result that has a point."""
    asked, found, _ = found_for(search, places, book, clock, replace(criteria, limit=MOST_AT_ONCE, cursor=None), near)
    states = [ClassShown.model_validate_json(hit.card) for hit in found.hits]
    pins = tuple((state, state.where, state.where.point) for state in states if state.where and state.where.point)
    return PinnedClasses(found.total, pins, len(states) - len(pins), found.total - len(states), asked.criteria.near)
