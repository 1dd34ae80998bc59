"""Times and dates as people write them. Every function raises ValueError, whose words are for the person who typed."""

import re
from datetime import date, time

from services.portal.languages import gettext as _

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
LATEST_UNCLEAR = 8
"""Written without am or pm and without a leading zero, hours up to this may be meant in the morning or in the evening."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEARS = range(2000, 2101)


def a_time(text: str) -> time:
    """`9.30`, `9:30am`, `0930`, `1 pm`, `midday`; `1.30` alone is asked about rather than guessed."""
    if text.casefold() in ("midday", "noon", "12 noon"):
        return time(12)
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError(_("Enter a time, like 9:30am or 13:30."))
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "").lower()
    if not half and 0 < hour <= LATEST_UNCLEAR and not found[1].startswith("0"):
        raise ValueError(_("Say if this is in the morning or the afternoon: write %(am)s or %(pm)s.") % _both(hour, minute))
    if half and not 1 <= hour <= 12:
        raise ValueError(_("With am or pm the hour is from 1 to 12, like 9:30am."))
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return _clock(hour, minute)


def _both(hour: int, minute: int) -> dict[str, str]:
    return {"am": f"{hour}:{minute:02}am", "pm": f"{hour}:{minute:02}pm"}


def _clock(hour: int, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError as error:
        raise ValueError(_("There is no such time. Enter a time, like 9:30am or 13:30.")) from error


def a_date(day: str, month: str, year: str) -> date | None:
    """None when all three are empty. The month may be a number or a name, the year two figures or four."""
    if not (day or month or year):
        return None
    missing = [words for words, given in ((_("a day"), day), (_("a month"), month), (_("a year"), year)) if not given]
    if missing:
        raise ValueError(_("The date must include %(parts)s.") % {"parts": _(" and ").join(missing)})
    try:
        found = date(_year(year), _month(month), int(day))
    except ValueError as error:
        raise ValueError(_("Enter a real date, like 14 9 2026.")) from error
    if found.year not in YEARS:
        raise ValueError(_("Enter a year between 2000 and 2100."))
    return found


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else MONTHS.index(text[:3].casefold()) + 1


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)
