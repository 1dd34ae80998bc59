"""Say why a class stands where it does among what a search finds."""

from dataclasses import dataclass, replace

from services.directory.domain.criteria import MOST_AT_ONCE, Criteria
from services.directory.domain.explaining import Reason, explain
from services.directory.domain.location import Places
from services.directory.domain.question import read_question
from services.directory.domain.understanding.phrases import PhraseBook
from services.directory.use_cases.find_classes import Asked, found_for
from services.directory.use_cases.ports import ClassSearch, Works
from services.directory.use_cases.show_class import show_class
from shared.clock import Clock
from shared.contracts.directory import ClassShown


@dataclass(frozen=True)
class Rank:
    """`place` counts from 1; None when the class is not found, or not among the first MOST_AT_ONCE."""

    state: ClassShown
    asked: Asked
    place: int | None
    total: int
    reasons: tuple[Reason, ...]


def explain_rank(
    works: Works, search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, criteria: Criteria, near: str | None, id: str
) -> Rank:
    """Raises NotFound for a class that is not there, Invalid as find_classes."""
    page = show_class(works, clock, id)
    asked, found, _ = found_for(search, places, book, clock, replace(criteria, limit=MOST_AT_ONCE, cursor=None), near)
    ids = [ClassShown.model_validate_json(hit.card).id for hit in found.hits]
    question = read_question(asked.criteria.q, search.vocabulary, alone=asked.criteria.only_words)
    place = ids.index(id) + 1 if id in ids else None
    return Rank(page.state, asked, place, found.total, explain(page.state, question, asked.criteria, clock.now()))
