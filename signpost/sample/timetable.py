"""When classes meet: the terms of an academic year and the weekly patterns of real timetables. All local time."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache

from shared.contracts.provision import Day, Term, WeeklySession
from signpost.sample.dice import Dice

ENROLS_FROM_MONTH = 7
"""From July on, providers advertise the year that begins on 1 August."""


class Pattern(StrEnum):
    TWO_MORNINGS = "two-mornings"
    TWO_AFTERNOONS = "two-afternoons"
    THREE_DAYS = "three-days"
    FOUR_MORNINGS = "four-mornings"
    EVENING = "evening"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    SCHOOL_MORNING = "school-morning"
    DROP_IN = "drop-in"
    SATURDAY = "saturday"


Week = tuple[Day, Day, Day, Day, Day]
WEEKDAYS: Week = (Day.MONDAY, Day.TUESDAY, Day.WEDNESDAY, Day.THURSDAY, Day.FRIDAY)
PAIRS = ((0, 2), (1, 3), (2, 4), (0, 3), (1, 4), (0, 1), (2, 3))
TRIPLES = ((0, 2, 4), (0, 1, 3), (1, 2, 3), (0, 1, 2))
ANY_DAY = ((0,), (1,), (2,), (3,), (4,))
EVENINGS = ((0,), (1,), (2,), (3,))
Hours = tuple[str, str]
_SHAPES: Mapping[Pattern, tuple[tuple[tuple[int, ...], ...], tuple[Hours, ...]]] = {
    Pattern.TWO_MORNINGS: (PAIRS, (("09:30", "12:00"), ("09:15", "11:45"), ("10:00", "12:00"))),
    Pattern.TWO_AFTERNOONS: (PAIRS, (("13:00", "15:00"), ("12:45", "15:15"), ("13:30", "15:30"))),
    Pattern.THREE_DAYS: (TRIPLES, (("09:30", "12:30"), ("13:00", "15:30"))),
    Pattern.FOUR_MORNINGS: (((0, 1, 2, 3), (1, 2, 3, 4)), (("09:30", "12:30"),)),
    Pattern.EVENING: (EVENINGS, (("18:00", "20:00"), ("18:30", "20:30"), ("17:30", "19:30"))),
    Pattern.MORNING: (ANY_DAY, (("10:00", "12:00"), ("09:30", "11:30"), ("10:00", "12:30"))),
    Pattern.AFTERNOON: (ANY_DAY, (("13:00", "15:00"), ("12:30", "14:30"), ("13:00", "14:30"))),
    Pattern.SCHOOL_MORNING: (ANY_DAY, (("09:15", "11:15"), ("09:00", "11:00"), ("09:15", "11:30"))),
    Pattern.DROP_IN: (ANY_DAY, (("10:30", "12:00"), ("13:30", "15:00"), ("11:00", "12:30"), ("17:30", "19:00"))),
    Pattern.SATURDAY: ((), (("10:00", "12:00"), ("10:30", "12:30"))),
}


def sessions(pattern: Pattern, dice: Dice) -> tuple[WeeklySession, ...]:
    days, hours = _SHAPES[pattern]
    starts, ends = dice.pick(hours)
    if not days:
        return (_session(Day.SATURDAY, starts, ends),)
    return tuple(_session(WEEKDAYS[at], starts, ends) for at in dice.pick(days))


@cache
def _session(day: Day, starts: str, ends: str) -> WeeklySession:
    return WeeklySession(day=day, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends))


def academic_year(today: date) -> int:
    """The year in which the academic year on offer begins."""
    return today.year if today.month >= ENROLS_FROM_MONTH else today.year - 1


@cache
def terms_of(year: int) -> tuple[Term, Term, Term]:
    """Autumn, spring and summer of the academic year that begins in `year`; 14, 12 and 12 weeks, Monday to Friday."""
    return (
        _term(f"Autumn {year}", date(year, 9, 8), 14),
        _term(f"Spring {year + 1}", date(year + 1, 1, 5), 12),
        _term(f"Summer {year + 1}", date(year + 1, 4, 14), 12),
    )


def _term(name: str, not_before: date, weeks: int) -> Term:
    monday = not_before + timedelta(days=-not_before.weekday() % 7)
    return Term(name=name, starts=monday, ends=monday + timedelta(weeks=weeks, days=-3))


def past_year(today: date) -> int:
    """The latest academic year that has wholly ended."""
    year = academic_year(today)
    return next(past for past in (year - 1, year - 2) if terms_of(past)[2].ends < today)
