"""Find classes a learner can really attend."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.directory.domain.criteria import Criteria
from services.directory.domain.location import Places
from services.directory.domain.running import today_at
from services.directory.domain.understanding.mending import meant
from services.directory.domain.understanding.phrases import PhraseBook
from services.directory.domain.understanding.reading import understand
from services.directory.domain.understanding.understood import Understood, asked_for, within_was_implied
from services.directory.use_cases.ports import ClassSearch, Found
from services.directory.use_cases.relaxing import Advice, advice
from shared.clock import Clock
from shared.errors import Invalid
from shared.geo import Place

ENOUGH = 10
"""Classes to choose from: about what is looked at of a list."""
FURTHER_M = (20_000, 40_000)
"""In turn, where fewer lie within the usual distance: an hour by bus, the next city; and anywhere, where nothing does."""


@dataclass(frozen=True)
class Asked:
    """What a person asks for. `given`: chosen apart from the words; `criteria`: that and what was understood of the words together."""

    given: Criteria
    understood: Understood
    criteria: Criteria


@dataclass(frozen=True)
class Looseness:
    """How the search was made to find more than was strictly asked. `widened`: further than usual, since little lies near.

    `any_word`: hardly a class has all the words left, so one of them is enough.
    """

    widened: bool = False
    any_word: bool = False


@dataclass(frozen=True)
class Answer:
    """What was found for what was asked. `did_you_mean`: the question with its slips mended, when it had any."""

    asked: Asked
    found: Found
    loosely: Looseness
    did_you_mean: str | None
    advice: Advice

    @property
    def place(self) -> Place | None:
        return self.asked.criteria.near


def find_classes(search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, criteria: Criteria, near: str | None) -> Answer:
    """`near` is what a person wrote. Raises Invalid for a place nobody knows, and for a distance without a place."""
    asked, found, loosely = found_for(search, places, book, clock, criteria, near)
    mended = meant(criteria.q, asked.understood, found.corrected, found.unknown, search.vocabulary)
    return Answer(asked, found, loosely, mended, advice(search, clock, asked.given, asked.understood, asked.criteria, found))


def found_for(
    search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, criteria: Criteria, near: str | None
) -> tuple[Asked, Found, Looseness]:
    """As find_classes, without advice. Asks more loosely, step by step, until there is something to choose from."""
    asked = what_is_asked(search, places, book, clock, criteria, near)
    best, found = asked.criteria, search.find(asked.criteria, clock.now())
    for looser in _looser(asked):
        if found.total >= ENOUGH or (found.total and looser.within_m is None and best.within_m is not None):
            break
        more = search.find(looser, clock.now())
        if more.total > found.total:
            best, found = looser, more
    widened = best.within_m != asked.criteria.within_m
    return replace(asked, criteria=best), found, Looseness(widened, best.any_word)


def _looser(asked: Asked) -> Iterator[Criteria]:
    """What is near matters more than that every word is said. A distance that was asked for is kept."""
    strict = asked.criteria
    loose = replace(strict, any_word=True) if len(strict.q.split()) > 1 else strict
    if loose != strict:
        yield loose
    if within_was_implied(asked.given, asked.understood):
        yield from (replace(loose, within_m=within) for within in (*FURTHER_M, None))


def what_is_asked(search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, criteria: Criteria, near: str | None) -> Asked:
    """The one way from a question to criteria. A distance waits for a place among the words. Raises Invalid as find_classes."""
    place = place_meant(places, near) if near and near.strip() else None
    given = replace(criteria, near=place)
    understood = understand(criteria.q, book, places, search.vocabulary, take_place=place is None)
    if criteria.within_m is not None and place is None and not criteria.q.strip():
        raise Invalid.field("within", "A distance needs a place to measure from.", "Give a town or postcode in `near`.")
    return Asked(given, understood, asked_for(given, understood, today_at(clock.now())))


def place_meant(places: Places, text: str, field: str = "near") -> Place:
    """Raises Invalid on the field when no place is meant by the text."""
    place = places.find(text)
    if place is None:
        raise Invalid.field(
            field,
            f"We do not know a place called “{text.strip()[:60]}” in this region.",
            "Write a town, or a postcode such as LS8 5AA or its first part, LS8.",
        )
    return place
