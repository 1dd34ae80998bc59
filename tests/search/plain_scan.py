"""What a search must find, as a plain scan of all listings: slow, simple, no engine in it. Every engine is compared with this."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache

from services.directory.domain.analyser import stem, words
from services.directory.domain.criteria import Criteria, Sort, check_criteria
from services.directory.domain.filters import BY_NAME, FILTERS, slots
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.question import Question, Word, read_question
from services.directory.domain.ranking import FRESHNESS, MORE_WORDS, distance_points, places_points, starts_points, word_points
from services.directory.domain.running import ended, first_day, joinable_on, today_at
from services.directory.domain.searched_text import Searched, searched
from services.directory.use_cases.ports import MOST_FACET_VALUES, FacetValue, Found, Hit
from shared.contracts.directory import ClassShown
from shared.geo import distance_metres

Choice = Mapping[str, frozenset[str]]
LAST = 10**15
"""Sorts after everything that is known."""


class Words:
    """The vocabulary of the classes that are not withdrawn."""

    def __init__(self, listings: Iterable[ClassShown]) -> None:
        held = [shown for shown in listings if not shown.withdrawn]
        self.counts = Counter(word for shown in held for word in text_of(shown).said)
        self.providers = {tuple(words(shown.provider.name)) for shown in held}
        self.stems = {stem(word) for word in self.counts}

    def has_stem(self, stem: str) -> bool:
        return stem in self.stems

    def classes_with(self, word: str) -> int:
        return self.counts[word]

    def near(self, word: str, slips: int) -> Iterable[str]:
        return self.counts

    def called(self, name: Sequence[str]) -> bool:
        return tuple(name) in self.providers


@cache
def _text_of_card(card: str) -> Searched:
    return searched(ClassShown.model_validate_json(card))


def text_of(shown: ClassShown) -> Searched:
    return _text_of_card(shown.model_dump_json())


class PlainScan:
    """ClassSearch over a list. Its cursor is the number of results already given."""

    def __init__(self, listings: Iterable[ClassShown]) -> None:
        self.listings = list(listings)
        self.words = Words(self.listings)

    @property
    def vocabulary(self) -> Words:
        return self.words

    def find(self, criteria: Criteria, now: datetime) -> Found:
        check_criteria(criteria)
        question, today = read_question(criteria.q, self.words, alone=criteria.only_words), today_at(now)
        listed = [shown for shown in self.listings if _listed(shown, question, criteria, now, today)]
        found = sorted(
            (shown for shown in listed if _chosen(shown, criteria, criteria.filters)),
            key=lambda c: _order(c, question, criteria, now, today),
        )
        start = int(criteria.cursor or 0)
        shown = found[start : start + criteria.limit]
        more = bool(shown) and len(found) > start + criteria.limit
        return Found(
            total=len(found),
            hits=tuple(_hit(each, criteria) for each in shown),
            facets={each.name: _facet(each.name, listed, criteria) for each in FILTERS},
            next=str(start + criteria.limit) if more else None,
            corrected=question.corrected,
            unknown=question.unknown,
        )


def _listed(shown: ClassShown, question: Question, criteria: Criteria, now: datetime, today: date) -> bool:
    """Everything but the filters and the distance."""
    if shown.withdrawn or freshness(shown.verified_at, now) is Freshness.HIDDEN or ended(shown.details.ends_on, today):
        return False
    if criteria.verified_within_days is not None and now - shown.verified_at > timedelta(days=criteria.verified_within_days):
        return False
    start = joinable_on(first_day(shown.details), shown.details.roll_on, today)
    if criteria.starts_by and (start is None or start > criteria.starts_by):
        return False
    enough = any if criteria.any_word and question.words else all
    return enough(_points_of(word, shown) > 0 for word in question.words)


def _points_of(word: Word, shown: ClassShown) -> int:
    groups = text_of(shown).groups
    tokens = [token for token in (word.token, *word.others) if token in groups]
    return max((word_points(groups[token], token == word.token, word.concept) for token in tokens), default=0)


def _chosen(shown: ClassShown, criteria: Criteria, choice: Choice) -> bool:
    """Every filter, day and time of one session, and the distance."""
    days, times = choice.get("day"), choice.get("time")
    if (days or times) and not any((not days or day in days) and (not times or part in times) for day, part in slots(shown)):
        return False
    if not all(BY_NAME[name].codes(shown) & codes for name, codes in choice.items() if codes and name not in ("day", "time", "format")):
        return False
    return _right_place(shown, criteria, choice.get("format", frozenset()))


def _right_place(shown: ClassShown, criteria: Criteria, formats: frozenset[str]) -> bool:
    """Online is anywhere, once it is asked for."""
    here = criteria.near is None or criteria.within_m is None or _millimetres(shown, criteria) <= criteria.within_m * 1000
    if not formats:
        return here
    return any(code in BY_NAME["format"].codes(shown) and (here or code == "online") for code in formats)


def _millimetres(shown: ClassShown, criteria: Criteria) -> int:
    point = shown.where.point if shown.where else None
    if criteria.near is None or point is None:
        return LAST
    return round(distance_metres(criteria.near.lat, criteria.near.lon, point.lat, point.lon) * 1000)


def _order(shown: ClassShown, question: Question, criteria: Criteria, now: datetime, today: date) -> tuple[object, ...]:
    millimetres = _millimetres(shown, criteria)
    start = joinable_on(first_day(shown.details), shown.details.roll_on, today)
    begins = start.toordinal() if start else LAST
    if criteria.sort is Sort.NEAREST:
        return (millimetres, begins, shown.id)
    if criteria.sort is Sort.SOONEST:
        return (begins, millimetres, shown.id)
    if criteria.sort is Sort.FRESH:
        return (now - shown.verified_at, millimetres, begins, shown.id)
    points = sum(_points_of(word, shown) for word in question.words) + places_points(BY_NAME["places"].codes(shown))
    points += distance_points(None if millimetres == LAST else millimetres / 1000) + starts_points(start, today)
    points += MORE_WORDS.points * sum(_points_of(word, shown) > 0 for word in question.words) if criteria.any_word else 0
    points += FRESHNESS[freshness(shown.verified_at, now)].points
    return (-points, millimetres, begins, shown.id)


def _facet(name: str, listed: Sequence[ClassShown], criteria: Criteria) -> tuple[FacetValue, ...]:
    """The count of a code is what would be found with that code alone chosen."""
    filter_ = BY_NAME[name]
    labels: dict[str, str] = dict(filter_.options or {})
    if filter_.options is None:
        for shown in listed:
            labels.update({code: filter_.names(shown).get(code, code) for code in filter_.codes(shown)})
    counts = {code: sum(_chosen(shown, criteria, {**criteria.filters, name: frozenset({code})}) for shown in listed) for code in labels}
    values = [FacetValue(str(code), label, counts[code]) for code, label in labels.items()]
    if filter_.options is None:
        held = (value for value in values if value.count)
        values = sorted(held, key=lambda value: (-value.count, value.label, value.code))[:MOST_FACET_VALUES]
    return tuple(values)


def _hit(shown: ClassShown, criteria: Criteria) -> Hit:
    millimetres = _millimetres(shown, criteria)
    metres = None if millimetres == LAST else round(millimetres / 1000)
    return Hit(shown.model_dump_json().encode(), shown.verified_at, metres, ())
