"""Say why a class does not fit a search."""

from dataclasses import replace

from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import Filter
from services.directory.domain.fit import Miss, misses
from services.directory.domain.location import Places
from services.directory.domain.phrases import PhraseBook
from services.directory.domain.question import read_question
from services.directory.use_cases.find_classes import found_for
from services.directory.use_cases.ports import ClassSearch, Works
from services.directory.use_cases.show_class import show_class
from shared.clock import Clock
from shared.contracts.directory import ClassShown


def fit_class(
    works: Works, search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, id: str, criteria: Criteria, near: str | None
) -> tuple[Miss, ...]:
    """No misses: the search finds it, as soon as the index has heard of its last change. Raises NotFound as show_class, Invalid as
    find_classes."""
    meant = found_for(search, places, book, clock, replace(criteria, limit=0, cursor=None), near)[0].criteria
    page = show_class(works, clock, id)

    def name_of(each: Filter, code: str) -> str:
        """As a listing that has the code calls it; the code itself when none does."""
        found = search.find(Criteria(filters={each.name: frozenset({code})}, limit=1), clock.now())
        return next((each.names(ClassShown.model_validate_json(hit.card)).get(code, code) for hit in found.hits), code)

    question = read_question(meant.q, search.vocabulary, alone=meant.only_words)
    return misses(page.state, meant, question, clock.now(), name_of)
