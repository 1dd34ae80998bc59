"""Weekly sessions, terms and the first and last day ⇄ schedules.

A schedule with a `description` belongs to the term of that name; one without is of the whole class, from its first day to its last.
Times are by the clock on the wall (Europe/London): an offset from UTC would be wrong for half of the year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from services.directory.domain.openreferral.identifiers import stable_id
from services.directory.domain.openreferral.vocabulary import Json
from shared.contracts import labels
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Day, Term, WeeklySession

BYDAY: dict[Day, str] = {day: day.value[:2].upper() for day in Day}
DAY_OF: dict[str, Day] = {code: day for day, code in BYDAY.items()}
UNNAMED_TERM = "Term"


@dataclass(frozen=True)
class Timetable:
    """When a class meets."""

    sessions: tuple[WeeklySession, ...] = ()
    terms: tuple[Term, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class _Period:
    starts: date | None
    ends: date | None
    called: str | None = None


def schedules(details: ClassDetails, service_id: str, at_id: str | None) -> list[Json]:
    """`at_id`: the service at its location; None where it has none."""
    base = {"service_id": service_id} | ({"service_at_location_id": at_id} if at_id else {})
    base |= {"attending_type": labels.FORMAT[details.format]}
    rows = [_when(period, session) for period, session in _rows(details)]
    return [{"id": stable_id("schedule", service_id, *map(str, row.values())), **base, **row} for row in rows]


def _rows(details: ClassDetails) -> Iterator[tuple[_Period, WeeklySession | None]]:
    whole = _Period(details.starts_on, details.ends_on)
    terms = [_Period(term.starts, term.ends, term.name or UNNAMED_TERM) for term in dict.fromkeys(details.terms)]
    for period in terms or [whole]:
        yield from ((period, session) for session in details.sessions)
    if not details.sessions:
        yield from ((period, None) for period in terms)
    if (whole.starts or whole.ends) and (terms or not details.sessions):
        yield whole, None


def _when(period: _Period, session: WeeklySession | None) -> Json:
    said: Json = {"valid_from": _day(period.starts), "valid_to": _day(period.ends), "description": period.called}
    if session:
        said |= {"freq": "WEEKLY", "interval": 1, "byday": BYDAY[session.day], "dtstart": _day(_first(period.starts, session.day))}
        said |= {"opens_at": clock(session.starts), "closes_at": clock(session.ends)}
    return {name: value for name, value in said.items() if value}


def clock(moment: time) -> str:
    """HH:MM; seconds only where somebody gave them."""
    text = moment.isoformat()
    return text[:5] if len(text) == len("09:30:00") and text.endswith(":00") else text


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _first(start: date | None, day: Day) -> date | None:
    """The first such day of the week of a period."""
    if start is None:
        return None
    ahead = (list(Day).index(day) - start.weekday()) % 7
    return start + timedelta(days=ahead) if start <= date.max - timedelta(days=ahead) else None


def read_timetable(documents: object) -> Timetable:
    """What `schedules` wrote, and as much of another's feed as our classes can hold. Raises ValueError for a date or time that is none."""
    entries = [each for each in documents if isinstance(each, dict)] if isinstance(documents, list) else []
    sessions = [session for each in entries for session in _sessions(each)]
    terms = [_term(each) for each in entries if each.get("description") and each.get("valid_from") and each.get("valid_to")]
    whole = [each for each in entries if not each.get("description")]
    return Timetable(
        tuple(dict.fromkeys(sessions)),
        tuple(dict.fromkeys(terms)),
        min((date.fromisoformat(each["valid_from"]) for each in whole if each.get("valid_from")), default=None),
        max((date.fromisoformat(each["valid_to"]) for each in whole if each.get("valid_to")), default=None),
    )


def _sessions(schedule: Json) -> Iterator[WeeklySession]:
    days = [DAY_OF[part.strip().upper()] for part in str(schedule.get("byday") or "").split(",") if part.strip().upper() in DAY_OF]
    opens, closes = schedule.get("opens_at"), schedule.get("closes_at")
    if opens and closes:
        yield from (WeeklySession(day=day, starts=_read_clock(opens), ends=_read_clock(closes)) for day in days)


def _read_clock(text: str) -> time:
    return time.fromisoformat(text).replace(tzinfo=None)


def _term(schedule: Json) -> Term:
    name = str(schedule["description"])
    starts, ends = date.fromisoformat(schedule["valid_from"]), date.fromisoformat(schedule["valid_to"])
    return Term(name=None if name == UNNAMED_TERM else name, starts=starts, ends=ends)
