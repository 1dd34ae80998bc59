"""What was understood of a question: facts, a place, a distance, translated words; and what a search then asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import BY_NAME, language_name
from shared.geo import Place, distance_metres

USUAL_WITHIN_M = 10_000
"""A place without a distance means about so far, six miles: the distance that the start page begins with."""


class PartKind(StrEnum):
    FACT = "fact"
    PLACE = "place"
    DISTANCE = "distance"
    WORD = "word"
    LEFT_OUT = "left-out"


@dataclass(frozen=True)
class Part:
    """One phrase of the question, q[start:end]. `read`: with slips mended. `codes`: “filter:code”. `word`: the English word looked for.

    `languages`: in which it may have been said; none for postcodes and numbers. `why`: of what was left out.
    """

    start: int
    end: int
    typed: str
    read: str
    kind: PartKind
    languages: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    starts_within_days: int | None = None
    word: str = ""
    place: Place | None = None
    within_m: float | None = None
    why: str = ""

    @property
    def criterion(self) -> str | None:
        """The query parameter that says the same."""
        if self.codes:
            return self.codes[0].partition(":")[0]
        if self.kind is PartKind.FACT:
            return "starts_by"
        return {PartKind.PLACE: "near", PartKind.DISTANCE: "within", PartKind.WORD: "q"}.get(self.kind)


@dataclass(frozen=True)
class Understood:
    """`words`: what is left, to be looked for as text. `corrected`: word typed → word it was read as."""

    q: str = ""
    parts: tuple[Part, ...] = ()
    words: str = ""
    corrected: Mapping[str, str] | None = None

    @property
    def place(self) -> Place | None:
        """The first, or a finer one around it: who writes “Leeds LS8” means LS8."""
        named = [part.place for part in self.parts if part.place]
        return min((place for place in named if same_area(named[0], place)), key=lambda place: place.precision_m, default=None)

    def without(self, *parts: Part) -> str:
        """The question without these phrases."""
        q = self.q
        for part in sorted(parts, key=lambda part: -part.start):
            q = f"{q[: part.start]} {q[part.end :]}"
        return " ".join(q.split()).strip(" ,;")


def asked_for(criteria: Criteria, understood: Understood, today: date) -> Criteria:
    """The criteria with what was understood. What was chosen apart from the words (a filter, a day, a distance) is stronger than they."""
    place = criteria.near or understood.place
    within = criteria.within_m if place else None
    if place and within is None:
        within = min((part.within_m for part in understood.parts if part.within_m), default=None)
    if understood.place and criteria.near is None and within is None:
        within = USUAL_WITHIN_M
    days = min((part.starts_within_days for part in understood.parts if part.starts_within_days is not None), default=None)
    starts_by = criteria.starts_by or (today + timedelta(days=days) if days is not None else None)
    filters = _facts(understood.parts) | {name: codes for name, codes in criteria.filters.items() if codes}
    return replace(criteria, q=understood.words, near=place, within_m=within, filters=filters, starts_by=starts_by)


def used(part: Part, criteria: Criteria, understood: Understood) -> bool:
    """Whether the search follows this part: not when a choice of its own was made, `criteria`, nor for a second place."""
    if part.kind is PartKind.PLACE:
        return criteria.near is None and part.place == understood.place
    if part.kind is PartKind.DISTANCE:
        return criteria.within_m is None and bool(criteria.near or understood.place)
    if part.kind is PartKind.FACT:
        return not (criteria.filters.get(part.criterion or "") or (part.criterion == "starts_by" and criteria.starts_by))
    return part.kind is PartKind.WORD


def within_was_implied(criteria: Criteria, understood: Understood) -> bool:
    """A distance that nobody said."""
    said = criteria.within_m is not None or any(part.within_m for part in understood.parts)
    return criteria.near is None and understood.place is not None and not said


def label(part: Part) -> str:
    """What was understood, as people read it: “Level: Pre-entry or Entry 1”, “Women only”."""
    if part.codes:
        filter_ = BY_NAME[part.codes[0].partition(":")[0]]
        if filter_.name == "authority":
            return f"{filter_.label}: {part.read}"
        if set(filter_.options or {}) == {"yes", "no"}:
            return filter_.label
        return f"{filter_.label}: {_either(_option(code) for code in part.codes)}"
    if part.place:
        return f"Near {part.place.name}"
    if part.within_m:
        return f"Within {part.within_m / 1000:.3g} km"
    if part.starts_within_days is not None:
        return f"Starts within {part.starts_within_days // 7} weeks"
    return part.word or part.read


def same_area(one: Place, other: Place) -> bool:
    """One lies within the other, as far as anybody can tell: “LS8, Leeds”."""
    return distance_metres(one.lat, one.lon, other.lat, other.lon) <= one.precision_m + other.precision_m


def _facts(parts: Iterable[Part]) -> dict[str, frozenset[str]]:
    """Filter name → codes; two facts of one filter are either-or, as its ticks are."""
    facts: dict[str, frozenset[str]] = {}
    for code in (code for part in parts for code in part.codes):
        name, _, option = code.partition(":")
        facts[name] = facts.get(name, frozenset()) | {option}
    return facts


def _option(code: str) -> str:
    name, _, option = code.partition(":")
    return (BY_NAME[name].options or {}).get(option) or language_name(option)


def _either(labels: Iterable[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} or {last}" if first else last
