"""Why a class does not fit a search: each thing asked that it does not answer, in a sentence an adviser can read aloud.

It says the same as the search: a class without a miss is found, one with a miss is not, and dropping all that is missed finds it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import BY_NAME, FILTERS, ONE_SESSION, Codes, Filter, slots
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.question import Question, Word
from services.directory.domain.reasons import distance_told
from services.directory.domain.running import ended, first_day, joinable_on, today_at
from services.directory.domain.searched_text import searched
from shared.contracts.directory import ClassShown
from shared.geo import Place, distance_metres

HIDDEN, OVER = "hidden", "over"
"""Of the class itself: nothing that was asked can be dropped to find it."""

NameOf = Callable[[Filter, str], str]
"""What people call a code that comes from the listings, such as a provider's."""


@dataclass(frozen=True)
class Miss:
    """`criterion`: the query parameter, or HIDDEN or OVER. Misses that share a `message` are one thing to say, of day and time."""

    criterion: str
    wanted: str
    offered: str
    message: str


def misses(shown: ClassShown, criteria: Criteria, question: Question, now: datetime, name_of: NameOf) -> tuple[Miss, ...]:
    """`question`: criteria.q, as the engine reads it. Whether the class is withdrawn is not asked here."""
    today = today_at(now)
    return (
        *_of_the_class(shown, now, today),
        *_words(shown, question, criteria.any_word),
        *_distance(shown, criteria),
        *_sessions(shown, criteria),
        *_filters(shown, criteria, name_of),
        *_dates(shown, criteria, now, today),
    )


def _of_the_class(shown: ClassShown, now: datetime, today: date) -> Iterator[Miss]:
    if freshness(shown.verified_at, now) is Freshness.HIDDEN:
        told = f"It was last checked on {_day(today_at(shown.verified_at))}, more than a year ago, so no search shows it."
        yield Miss(HIDDEN, "", _day(today_at(shown.verified_at)), f"{told} Ask the provider whether it is still right.")
    if shown.details.ends_on and ended(shown.details.ends_on, today):
        yield Miss(OVER, "", _day(shown.details.ends_on), f"It ended on {_day(shown.details.ends_on)}.")


def _words(shown: ClassShown, question: Question, any_word: bool) -> Iterator[Miss]:
    has = searched(shown).groups if question.words else {}
    missed = [word for word in question.words if word.found_as(has) is None]
    for word in missed:
        if not any_word or len(missed) == len(question.words):
            yield Miss("q", word.typed, "", f"Nothing about it says {_quoted(word)}.")


def _quoted(word: Word) -> str:
    return f"“{word.read}”" if word.typed == word.read else f"“{word.read}”, as we read “{word.typed}”"


def _distance(shown: ClassShown, criteria: Criteria) -> Iterator[Miss]:
    if criteria.near is None or criteria.within_m is None or _anywhere(shown, criteria):
        return
    metres = _metres(shown, criteria.near)
    if metres is not None and round(metres * 1000) <= criteria.within_m * 1000:
        return
    wanted = f"within {_kilometres(criteria.within_m)} of {criteria.near.name}"
    offered = _how_far(shown, metres, criteria.within_m)
    where = f"It is {offered} from {criteria.near.name}" if metres is not None else offered
    yield Miss("within", wanted, offered, f"{where}; you asked for {wanted}.")


def _anywhere(shown: ClassShown, criteria: Criteria) -> bool:
    """One that can be attended from anywhere, once that is asked for."""
    return any(_wanted(criteria, each.name) & each.anywhere & each.codes(shown) for each in FILTERS)


def _metres(shown: ClassShown, near: Place) -> float | None:
    point = shown.where.point if shown.where else None
    return distance_metres(near.lat, near.lon, point.lat, point.lon) if point else None


def _how_far(shown: ClassShown, metres: float | None, within_m: float) -> str:
    """Measured from the middle of its area where only that is told."""
    if metres is None:
        return "Where it meets is not known well enough to measure" if shown.where else "It does not meet at a place"
    told = distance_told(metres)
    if told == distance_told(within_m):
        return f"just over {_kilometres(within_m)}"
    return f"about {told}" if shown.where and shown.where.area_only else told


def _sessions(shown: ClassShown, criteria: Criteria) -> Iterator[Miss]:
    """Day and time are asked of one and the same session; either is missed when no session has it, both when no session has both."""
    wanted = [_wanted(criteria, name) for name in ONE_SESSION]
    held = slots(shown)
    if not any(wanted) or any(all(not codes or part in codes for codes, part in zip(wanted, slot, strict=True)) for slot in held):
        return
    alone = [bool(codes) and not any(slot[at] in codes for slot in held) for at, codes in enumerate(wanted)]
    asked = _asked_session(*wanted)
    offered = _all_of([_slot_told(slot) for slot in sorted(held, key=_in_week)], "and")
    said = (
        f"It meets on {offered}; you asked for {asked}." if held else "The provider has not said on which days and at what times it meets."
    )
    for name, codes, missed in zip(ONE_SESSION, wanted, alone, strict=True):
        if codes and (missed or not any(alone)):
            yield Miss(name, asked, offered, said)


def _asked_session(days: Codes, times: Codes) -> str:
    day, time = (_all_of(_said(BY_NAME[name], codes), "or") for name, codes in zip(ONE_SESSION, (days, times), strict=True))
    return f"{day} {time.lower()}".strip() if days else f"the {time.lower()}"


def _slot_told(slot: tuple[str, ...]) -> str:
    first, *rest = [(BY_NAME[name].options or {})[code] for name, code in zip(ONE_SESSION, slot, strict=True)]
    return " ".join((first, *(each.lower() for each in rest)))


def _in_week(slot: tuple[str, ...]) -> list[int]:
    return [list(BY_NAME[name].options or {}).index(code) for name, code in zip(ONE_SESSION, slot, strict=True)]


def _filters(shown: ClassShown, criteria: Criteria, name_of: NameOf) -> Iterator[Miss]:
    for each in FILTERS:
        wanted, has = _wanted(criteria, each.name), each.codes(shown)
        if each.name in ONE_SESSION or not wanted or wanted & has:
            continue
        names = {code: code for code in has} | dict(each.names(shown))
        asked = _all_of(_said(each, wanted, partial(name_of, each)), "or")
        offered = _all_of(_said(each, has, names.__getitem__), "and")
        yield Miss(each.name, asked, offered, _sentence(each, asked, offered))


def _sentence(each: Filter, asked: str, offered: str) -> str:
    if offered:
        return f"{each.spoken.has or f'{each.label}:'} {offered}; you asked for {asked}."
    return f"The provider has not said {each.spoken.unsaid or f'anything about “{each.label}”'}."


def _dates(shown: ClassShown, criteria: Criteria, now: datetime, today: date) -> Iterator[Miss]:
    start = joinable_on(first_day(shown.details), shown.details.roll_on, today)
    if criteria.starts_by and (start is None or start > criteria.starts_by):
        wanted, offered = _day(criteria.starts_by), _day(start) if start else ""
        began = f"It began on {offered}" if start and start < today else f"It can be joined from {offered}"
        said = f"{began}; you asked for a start by {wanted}." if start else "The provider has not said when it starts."
        yield Miss("starts_by", wanted, offered, said)
    days = criteria.verified_within_days
    if days is not None and now - shown.verified_at > timedelta(days=days):
        wanted, offered = f"within {_count(days, 'day')}", _day(today_at(shown.verified_at))
        yield Miss("verified_within", wanted, offered, f"It was last checked on {offered}; you asked for a check {wanted}.")


def _wanted(criteria: Criteria, name: str) -> Codes:
    return criteria.filters.get(name, frozenset())


def _said(each: Filter, codes: Codes, name_of: Callable[[str], str] = str) -> list[str]:
    """In the order of the options, or of the alphabet."""
    if each.options:
        return [each.spoken.codes.get(code, label) for code, label in each.options.items() if code in codes]
    return sorted(name_of(code) for code in codes)


def _all_of(parts: list[str], joined: str) -> str:
    return f"{', '.join(parts[:-1])} {joined} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _kilometres(metres: float) -> str:
    return f"{metres / 1000:g} km"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _count(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
