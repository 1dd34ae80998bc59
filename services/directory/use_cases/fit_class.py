"""Say why a class does not fit a search."""

from dataclasses import dataclass, replace

from services.directory.domain.analyser import words
from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import Filter
from services.directory.domain.fit import Miss, misses
from services.directory.domain.location import Places
from services.directory.domain.question import read_question
from services.directory.domain.understanding.letting_go import may_be_let_go, question_without
from services.directory.domain.understanding.phrases import PhraseBook
from services.directory.domain.understanding.understood import PartKind
from services.directory.use_cases.find_classes import Asked, found_for
from services.directory.use_cases.ports import ClassSearch, Works
from services.directory.use_cases.show_class import show_class
from shared.clock import Clock
from shared.contracts.directory import ClassShown


@dataclass(frozen=True)
class Missed:
    """`q`: the question to ask instead, when this was said in words; None when it was chosen apart from them."""

    miss: Miss
    q: str | None


def fit_class(
    works: Works, search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, id: str, criteria: Criteria, near: str | None
) -> tuple[Missed, ...]:
    """No misses: the search finds it, as soon as the index has heard of its last change. Raises NotFound as show_class, Invalid as
    find_classes."""
    asked = found_for(search, places, book, clock, replace(criteria, limit=0, cursor=None), near)[0]
    meant, page = asked.criteria, show_class(works, clock, id)

    def name_of(each: Filter, code: str) -> str:
        """As a listing that has the code calls it; the code itself when none does."""
        found = search.find(Criteria(filters={each.name: frozenset({code})}, limit=1), clock.now())
        return next((each.names(ClassShown.model_validate_json(hit.card)).get(code, code) for hit in found.hits), code)

    question = read_question(meant.q, search.vocabulary, alone=meant.only_words)
    return tuple(Missed(miss, _instead(miss, asked)) for miss in misses(page.state, meant, question, clock.now(), name_of))


def _instead(miss: Miss, asked: Asked) -> str | None:
    """A distance may have been meant by the place alone; then that is what was said."""
    understood = asked.understood
    if miss.criterion == "q":
        said = [part for part in understood.parts if part.kind is PartKind.WORD and miss.wanted in words(part.word)]
        return understood.without(*said) if said else None
    gone = {each.criterion: each for each in may_be_let_go(asked.given, understood, asked.criteria) if each.parts}
    let_go = gone.get(miss.criterion) or (gone.get("near") if miss.criterion == "within" and asked.given.within_m is None else None)
    return question_without(understood, let_go) if let_go else None
