"""Why a class stands where it does in the order “best”: each point with its reason, from the same table that the engines read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import BY_NAME
from services.directory.domain.freshness import freshness
from services.directory.domain.question import Question, Word
from services.directory.domain.ranking import DISTANCE, FRESHNESS, MORE_WORDS, OTHER_WORD, PLACES, STARTS, WORD, Band, band_of
from services.directory.domain.reasons import WordFound, told_word
from services.directory.domain.running import first_day, joinable_on, today_at
from services.directory.domain.searched_text import Group, searched
from shared.contracts import labels
from shared.contracts.directory import ClassShown
from shared.geo import distance_metres


@dataclass(frozen=True)
class Reason:
    """`what` is true of this class; `why` it is worth these points."""

    points: int
    what: str
    why: str


def explain(shown: ClassShown, question: Question, criteria: Criteria, now: datetime) -> tuple[Reason, ...]:
    """In the order of the ranking table; their points add up to what the class is sorted by. Says nothing of whether it is found at all."""
    today = today_at(now)
    return (
        *_words(shown, question, criteria.any_word),
        *_distance(shown, criteria),
        _freshness(shown, now),
        _places(shown),
        _start(shown, today),
    )


def _words(shown: ClassShown, question: Question, any_word: bool) -> Iterator[Reason]:
    groups = searched(shown).groups
    for word in question.words:
        found = word.found_as(groups)
        if found is None:
            yield Reason(0, f"“{word.read}” is nowhere in it", "One of the words is enough." if any_word else "Every word must be found.")
            continue
        yield _word(word, *found, groups)
        if any_word:
            yield Reason(MORE_WORDS.points, f"it has “{word.read}”", MORE_WORDS.reason)


def _word(word: Word, token: str, points: int, groups: Mapping[str, Group]) -> Reason:
    found = WordFound(word, token, groups[token])
    why = WORD[found.group].reason
    return Reason(points, told_word(found), why if token == word.token else f"{why} {OTHER_WORD.reason}")


def _distance(shown: ClassShown, criteria: Criteria) -> Iterator[Reason]:
    if criteria.near is None:
        return
    point = shown.where.point if shown.where else None
    if point is None:
        yield Reason(0, "it has no place on the map", "Without a place there is no distance.")
        return
    metres = round(distance_metres(criteria.near.lat, criteria.near.lon, point.lat, point.lon) * 1000) / 1000
    yield _banded(DISTANCE, metres, f"it is {metres / 1000:.1f} km from {criteria.near.name}", "Too far to count.")


def _freshness(shown: ClassShown, now: datetime) -> Reason:
    band = freshness(shown.verified_at, now)
    return Reason(FRESHNESS[band].points, f"it was last checked {(now - shown.verified_at).days} days ago", FRESHNESS[band].reason)


def _places(shown: ClassShown) -> Reason:
    code = max(BY_NAME["places"].codes(shown), key=lambda code: PLACES[code].points)
    return Reason(PLACES[code].points, f"places: {labels.PLACES[code].lower()}", PLACES[code].reason)


def _start(shown: ClassShown, today: date) -> Reason:
    start = joinable_on(first_day(shown.details), shown.details.roll_on, today)
    if start is None:
        return Reason(0, "nobody said when it starts", "A start that is not known cannot be near.")
    return _banded(STARTS, (start - today).days, f"it can be joined on {start:%-d %B %Y}", "Too far ahead to count.")


def _banded(bands: tuple[Band, ...], value: float, what: str, beyond: str) -> Reason:
    band = band_of(bands, value)
    return Reason(band.points if band else 0, what, band.reason if band else beyond)
