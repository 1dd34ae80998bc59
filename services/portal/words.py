"""How dates, times, money and distances read in a sentence. Times are local (Europe/London)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from services.portal.languages import gettext as _
from services.portal.languages import ngettext

LONDON = ZoneInfo("Europe/London")
DAYS_IN_MONTH, DAYS_IN_YEAR = 30, 365


def clock_time(at: time) -> str:
    """`9am`, `9:30am`, `midday`: as GOV.UK writes times."""
    if at == time(12):
        return _("midday")
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


def day(on: date) -> str:
    """`14 September 2026`."""
    return f"{on.day} {on:%B %Y}"


def moment(at: datetime) -> str:
    """`14 September 2026, 9:30am`, in local time."""
    local = at.astimezone(LONDON)
    return f"{day(local.date())}, {clock_time(local.time().replace(second=0, microsecond=0))}"


def ago(at: datetime, now: datetime | None = None) -> str:
    """`today`, `3 days ago`, `about 4 months ago`: by calendar days in local time."""
    today = (now or datetime.now(UTC)).astimezone(LONDON).date()
    days = (today - at.astimezone(LONDON).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 2 * DAYS_IN_MONTH:
        return _("%(count)s days ago") % {"count": days}
    if days < 2 * DAYS_IN_YEAR:
        return _("about %(count)s months ago") % {"count": days // DAYS_IN_MONTH}
    return _("about %(count)s years ago") % {"count": days // DAYS_IN_YEAR}


def pounds(pence: int) -> str:
    """`£12` or `£12.50`."""
    return f"£{pence // 100}" if pence % 100 == 0 else f"£{pence / 100:.2f}"


def distance(metres: int) -> str:
    """To the nearest 50 m below 1 km, to a tenth below 10 km, whole kilometres beyond."""
    if metres < 950:
        return _("%(metres)s m") % {"metres": max(50, round(metres / 50) * 50)}
    return _("%(km)s km") % {"km": f"{metres / 1000:.1f}" if metres < 9950 else round(metres / 1000)}


def count_of(count: int, one: str, many: str) -> str:
    """`1 class`, `12 classes`."""
    return f"{count:,} {ngettext(one, many, count)}"


def all_of(parts: Sequence[str]) -> str:
    """`Monday, Tuesday and Friday`."""
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]} if len(parts) > 1 else "".join(parts)
