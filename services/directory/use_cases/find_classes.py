"""Find classes a learner can really attend."""

from dataclasses import dataclass, replace

from services.directory.domain.criteria import Criteria
from services.directory.domain.location import Places
from services.directory.domain.mending import meant
from services.directory.domain.phrases import PhraseBook
from services.directory.domain.running import today_at
from services.directory.domain.understanding import understand
from services.directory.domain.understood import Understood, asked_for, within_was_implied
from services.directory.use_cases.ports import ClassSearch, Found
from services.directory.use_cases.relaxing import Advice, advice
from shared.clock import Clock
from shared.errors import Invalid
from shared.geo import Place


@dataclass(frozen=True)
class Asked:
    """What a person asks for. `given`: chosen apart from the words; `criteria`: that and what was understood of the words together."""

    given: Criteria
    understood: Understood
    criteria: Criteria


@dataclass(frozen=True)
class Answer:
    """What was found for what was asked. `widened`: nothing lies as near as usual, so the nearest are shown, however far.

    `did_you_mean`: the question with its slips mended, when it had any.
    """

    asked: Asked
    found: Found
    widened: bool
    did_you_mean: str | None
    advice: Advice

    @property
    def place(self) -> Place | None:
        return self.asked.criteria.near


def find_classes(search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, criteria: Criteria, near: str | None) -> Answer:
    """`near` is what a person wrote. Raises Invalid for a place nobody knows, and for a distance without a place."""
    asked, found, widened = found_for(search, places, book, clock, criteria, near)
    mended = meant(criteria.q, asked.understood, found.corrected, found.unknown, search.vocabulary)
    return Answer(asked, found, widened, mended, advice(search, clock, asked.given, asked.understood, asked.criteria, found))


def found_for(
    search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, criteria: Criteria, near: str | None
) -> tuple[Asked, Found, bool]:
    """As find_classes, without advice. A distance that nobody asked for is dropped rather than finding nothing; True says that it was."""
    asked = what_is_asked(search, places, book, clock, criteria, near)
    found = search.find(asked.criteria, clock.now())
    if found.total or not within_was_implied(asked.given, asked.understood):
        return asked, found, False
    wider = replace(asked, criteria=replace(asked.criteria, within_m=None))
    more = search.find(wider.criteria, clock.now())
    return (wider, more, True) if more.total else (asked, found, False)


def what_is_asked(search: ClassSearch, places: Places, book: PhraseBook, clock: Clock, criteria: Criteria, near: str | None) -> Asked:
    """The one way from a question to criteria. Raises Invalid as find_classes."""
    place = place_meant(places, near) if near and near.strip() else None
    given = replace(criteria, near=place)
    understood = understand(criteria.q, book, places, search.vocabulary, take_place=place is None)
    if criteria.within_m is not None and place is None and understood.place is None:
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
