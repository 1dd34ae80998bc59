"""When a class can be joined, and when it is over. Dates are local; `today` is the local date of a moment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.contracts.directory import ClassDetails

LOCAL = ZoneInfo("Europe/London")


def today_at(now: datetime) -> date:
    return now.astimezone(LOCAL).date()


def first_day(details: ClassDetails) -> date | None:
    """The start given, else that of the earliest term; None when nobody said."""
    return details.starts_on or min((term.starts for term in details.terms), default=None)


def joinable_on(first: date | None, roll_on: bool, today: date) -> date | None:
    """The day a learner can start: the first day, or today for a roll-on class that already runs. None when nobody said."""
    if roll_on:
        return max(first or today, today)
    return first


def ended(ends_on: date | None, today: date) -> bool:
    """Over the day after its last. Terms do not end a class: often only this year's are listed."""
    return ends_on is not None and ends_on < today
