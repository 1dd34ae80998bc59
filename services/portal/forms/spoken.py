"""Fields and values of the directory in words, for histories and comparisons."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from services.portal.class_words import room, when
from services.portal.forms.support_languages import language_name
from services.portal.languages import gettext as _
from services.portal.words import day, moment, pounds
from shared.contracts import labels
from shared.contracts.provision import Places, WeeklySession
from shared.geo.region import region

Words = Mapping[str, str]

FIELDS: Mapping[str, str] = {
    "name": "Name",
    "provider_id": "Organisation",
    "venue_id": "Venue",
    "description": "Description",
    "levels": "Levels",
    "entry_1_parts": "Parts of entry 1",
    "cefr": "European level (CEFR)",
    "focus": "What it is about",
    "format": "In person or online",
    "regulated": "Leads to a qualification",
    "awarding_organisation": "Awarding organisation",
    "sessions": "Days and times",
    "terms": "Terms",
    "starts_on": "First day",
    "ends_on": "Last day",
    "roll_on": "Learners may join at any time",
    "cost": "Cost",
    "funders": "Who pays",
    "join": "How to join",
    "join_note": "More about joining",
    "places": "Places",
    "childcare": "Childcare",
    "childcare_note": "More about childcare",
    "women_only": "Women only",
    "minimum_age": "Youngest age",
    "maximum_age": "Oldest age",
    "step_free": "Step-free access",
    "access_note": "More about access",
    "travel_help": "Help with travel",
    "travel_note": "More about travel",
    "support_languages": "Languages with support",
    "partners": "Partners",
    "contact": "Contact",
    "address_on_joining": "Address told only on joining",
    "kind": "Kind of organisation",
    "authority": "Council area",
    "network": "ESOL network",
    "address_1": "Address",
    "address_2": "Address, second line",
    "town": "Town or city",
    "county": "County",
    "postcode": "Postcode",
    "point": "Position on the map",
    "email": "Email",
    "phone": "Phone",
    "website": "Website",
    "closed_in": "Closed in",
}
ACTIONS: Mapping[str, str] = {
    "published": "published it",
    "updated": "changed it",
    "verified": "said it is still right",
    "withdrawn": "withdrew it",
    "restored": "restored it",
    "check taken back": "took back that it is still right",
    "places changed": "changed the places",
    "registered": "registered it",
    "added": "added it",
    "removed": "removed it",
    "provider updated": "changed the organisation, which this class shows",
    "venue updated": "changed the venue, where this class meets",
    "imported": "brought it in from a spreadsheet",
}
CODES: Mapping[str, Words] = {
    "levels": labels.LEVEL,
    "entry_1_parts": labels.ENTRY_1_PART,
    "focus": labels.FOCUS,
    "format": labels.FORMAT,
    "funders": labels.FUNDER,
    "join": labels.JOIN,
    "childcare": labels.CHILDCARE,
    "kind": labels.PROVIDER_KIND,
}


def field_words(field: str) -> str:
    return FIELDS.get(field, field.replace("_", " ").capitalize())


def action_words(action: str) -> str:
    return ACTIONS.get(action, action)


def value_words(field: str, value: Any, names: Words | None = None) -> str:
    """`names` has the names of venues and providers by id. Empty values are said to be empty."""
    if value is None or value in ("", [], {}):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    spoken = SPOKEN.get(field)
    if spoken:
        return spoken(value)
    if isinstance(value, list):
        return ", ".join(CODES.get(field, {}).get(str(each), str(each)) for each in value)
    return (names or {}).get(str(value)) or CODES.get(field, {}).get(str(value), str(value))


def _sessions(value: Any) -> str:
    return "; ".join(when([WeeklySession.model_validate(each) for each in value]))


def _term(value: Any) -> str:
    span = _("%(starts)s to %(ends)s") % {"starts": _day(value["starts"]), "ends": _day(value["ends"])}
    return f"{value['name']}: {span}" if value.get("name") else span


def _day(value: Any) -> str:
    return day(date.fromisoformat(value))


def _cost(value: Any) -> str:
    amount = pounds(value["amount_pence"]) if value.get("amount_pence") is not None else ""
    return ", ".join(part for part in (labels.COST[value["kind"]], amount, value.get("note")) if part)


def _places(value: Any) -> str:
    waiting = _("%(count)s waiting") % {"count": value["waiting"]} if value.get("waiting") is not None else ""
    told = _("told %(when)s") % {"when": moment(datetime.fromisoformat(value["told_at"]))} if value.get("told_at") else ""
    return ", ".join(part for part in (room(Places.model_validate(value)), waiting, told) if part)


def _contact(value: Any) -> str:
    return ", ".join(str(part) for part in value.values() if part) or _("nothing")


def _partners(value: Any) -> str:
    return "; ".join(f"{labels.RELATION[each['relation']]} {each['name']}" for each in value)


def _point(value: Any) -> str:
    return f"{value['lat']:.5f}, {value['lon']:.5f}"


def _authority(value: Any) -> str:
    known = region().authorities.get(value)
    return known.name if known else str(value)


SPOKEN: Mapping[str, Callable[[Any], str]] = {
    "sessions": _sessions,
    "terms": lambda value: "; ".join(_term(each) for each in value),
    "starts_on": _day,
    "ends_on": _day,
    "cost": _cost,
    "places": _places,
    "contact": _contact,
    "partners": _partners,
    "point": _point,
    "authority": _authority,
    "support_languages": lambda value: ", ".join(language_name(each) for each in value),
}
