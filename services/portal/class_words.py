"""What a class says about itself, in a few words: when, where, what it costs, whether there is room. What is not known is said."""

from collections.abc import Iterable
from datetime import date

from services.portal.languages import gettext as _
from services.portal.languages import ngettext
from services.portal.words import all_of, clock_time, pounds
from shared.contracts import labels
from shared.contracts.directory import ClassDetails, ClassShown, WhereShown
from shared.contracts.provision import Cost, CostKind, Day, Format, Places, Precision, WeeklySession

WEEK = list(Day)
EXACT = (Precision.GIVEN, Precision.POSTCODE)


def when(sessions: Iterable[WeeklySession]) -> list[str]:
    """`Mondays and Wednesdays, 9:30am to 11:30am`: days that keep the same hours are told together."""
    hours: dict[tuple[str, str], list[Day]] = {}
    for each in sorted(sessions, key=lambda session: (WEEK.index(session.day), session.starts)):
        hours.setdefault((clock_time(each.starts), clock_time(each.ends)), []).append(each.day)
    return [
        _("%(days)s, %(starts)s to %(ends)s") % {"days": all_of([_plural(day) for day in days]), "starts": starts, "ends": ends}
        for (starts, ends), days in hours.items()
    ]


def room(places: Places) -> str:
    """Whether one can start, without the age of that news."""
    if places.open:
        return ngettext("%(count)s place open", "%(count)s places open", places.open) % {"count": places.open}
    if places.waiting_list:
        return _("Waiting list") if places.open is None else _("Full, with a waiting list")
    return _("Places: ask") if places.open is None else _("Full")


def ages(details: ClassDetails) -> str:
    """Whom it is for by age; empty where anyone may come."""
    youngest, oldest = details.minimum_age, details.maximum_age
    if youngest is not None and oldest is not None:
        return _("Ages %(youngest)s to %(oldest)s") % {"youngest": youngest, "oldest": oldest}
    if youngest is not None:
        return _("From age %(youngest)s") % {"youngest": youngest}
    return "" if oldest is None else _("Up to age %(oldest)s") % {"oldest": oldest}


def cost(told: Cost) -> str:
    if told.kind is CostKind.PAID and told.amount_pence:
        return pounds(told.amount_pence)
    return {CostKind.FREE: _("Free"), CostKind.PAID: _("There is a fee"), CostKind.ASK: _("Cost: ask")}[told.kind]


def place_name(state: ClassShown) -> str:
    """`Harehills Library, Leeds`; the town alone is not said twice, and is all there is where the address is told on joining."""
    if state.where is None:
        return _("Online") if state.details.format is not Format.IN_PERSON else _("Place: ask")
    where = state.where
    if where.area_only and where.town:
        return where.town
    return ", ".join(part for part in (where.name, where.town) if part and (part is where.name or part.lower() not in where.name.lower()))


def is_exact(where: WhereShown | None) -> bool:
    """Whether a distance to it may be told without “about”."""
    return where is not None and where.precision in EXACT and not where.area_only


def level_names(details: ClassDetails) -> str:
    return all_of([labels.LEVEL[level] for level in details.levels]) or _("Any level, or not told")


def levels() -> tuple[tuple[str, str, str], ...]:
    """(code, what a learner would say of themselves, what they can do) of each level."""
    return (
        ("pre-entry", _("I am just starting"), _("I know only a few words.")),
        ("entry-1", _("I am a beginner"), _("I can say who I am and ask for simple things.")),
        ("entry-2", _("I know some English"), _("I can talk about everyday things, slowly.")),
        ("entry-3", _("I can manage every day"), _("I understand most talk, and make mistakes.")),
        ("level-1", _("I speak well"), _("I want better English for work or study.")),
        ("level-2", _("I am nearly fluent"), _("I want exact English, spoken and written.")),
    )


def next_start(details: ClassDetails, today: date) -> date | None:
    """The next day on which a term or the class begins; None when none is known to come."""
    starts = [term.starts for term in details.terms] + ([details.starts_on] if details.starts_on else [])
    return min((day for day in starts if day >= today), default=None)


def _plural(day: Day) -> str:
    return _("%(day)ss") % {"day": labels.DAY[day]}
