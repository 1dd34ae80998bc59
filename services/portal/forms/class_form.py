"""The form of a class: from its details to fields, and from fields to what the directory takes."""

from typing import Any

from services.portal.forms.form_problems import Inputs, each_of
from services.portal.forms.reading import Reading, flattened
from services.portal.forms.support_languages import COMMON, others, read_languages
from services.portal.forms.typed import Typed
from services.portal.languages import gettext as _
from shared.contracts.directory import ClassDetails

ROW_GROUPS = ("sessions", "terms", "partners")
INPUTS: Inputs = (
    (r"starts_on|ends_on|terms-\d+-(starts|ends)", r"\g<0>-day"),
    (r"sessions-\d+", r"\g<0>-day"),
    (r"(terms|partners)-\d+", r"\g<0>-name"),
    (r"sessions-\d+-(day|starts|ends)|terms-\d+-name|partners-\d+-(relation|name)", r"\g<0>"),
    ("sessions", "sessions-0-day"),
    each_of("name", "levels", "entry_1_parts", "cefr", "focus", "description", "regulated", "awarding_organisation", "roll_on"),
    each_of("format", "venue_id", "venue_words", "address_on_joining", "women_only", "minimum_age", "maximum_age", "childcare"),
    each_of(
        "childcare_note",
        "step_free",
        "access_note",
        "travel_help",
        "travel_note",
        "support_languages",
        "other_languages",
        "cost-kind",
        "cost-amount_pence",
    ),
    each_of("cost-note", "funders", "join", "join_note", "places-open", "places-waiting", "places-waiting_list"),
    each_of("contact-name", "contact-phone", "contact-email", "contact-website"),
)
"""Where each field of a class stands on the page."""


def typed_class(details: ClassDetails) -> Typed:
    """The fields of a form that shows this class."""
    typed = Typed(flattened(details.model_dump(mode="json")))
    changes = {f"{name}-{part}": value for name in _dates(details) for part, value in _three_parts(typed.one(name))}
    changes |= {
        name: typed.one(name)[:5] for at in range(len(details.sessions)) for name in (f"sessions-{at}-starts", f"sessions-{at}-ends")
    }
    changes["other_languages"] = others(details.support_languages)
    if details.cost.amount_pence is not None:
        changes["cost-amount_pence"] = _pounds(details.cost.amount_pence)
    return typed.having(changes)


def read_class(typed: Typed, provider_id: str) -> tuple[dict[str, Any], Reading]:
    """The body the directory takes, and the reading with its problems. The rows of `typed` are tidy."""
    r = Reading(typed)
    return {"provider_id": provider_id, **_what(r), **_when(r), **_where(r), **_who(r), **_joining(r)}, r


def _what(r: Reading) -> dict[str, Any]:
    return {
        "name": r.needed("name", _("Give the class a name.")),
        "levels": r.all("levels"),
        "entry_1_parts": r.all("entry_1_parts"),
        "cefr": r.all("cefr"),
        "focus": r.all("focus"),
        "description": r.text("description") or "",
        "regulated": r.yes_no("regulated"),
        "awarding_organisation": r.text("awarding_organisation"),
    }


def _when(r: Reading) -> dict[str, Any]:
    return {
        "sessions": [_session(r, f"sessions[{at}]") for at in r.typed.rows("sessions")],
        "terms": [_term(r, f"terms[{at}]") for at in r.typed.rows("terms")],
        "starts_on": r.day("starts_on"),
        "ends_on": r.day("ends_on"),
        "roll_on": r.ticked("roll_on"),
    }


def _session(r: Reading, row: str) -> dict[str, Any]:
    day = r.needed(f"{row}.day", _("Choose the day of this session."))
    return {"day": day, "starts": _clock(r, f"{row}.starts", _("starts")), "ends": _clock(r, f"{row}.ends", _("ends"))}


def _clock(r: Reading, path: str, what: str) -> str | None:
    r.needed(path, _("Say when this session %(what)s, like 9:30am.") % {"what": what})
    return r.clock(path)


def _term(r: Reading, row: str) -> dict[str, Any]:
    return {"name": r.text(f"{row}.name"), "starts": _needed_day(r, f"{row}.starts"), "ends": _needed_day(r, f"{row}.ends")}


def _needed_day(r: Reading, path: str) -> str | None:
    known = len(r.problems)
    day = r.day(path)
    if day is None and len(r.problems) == known:
        r.problem(path, _("Give the date, like 14 9 2026, or empty the whole term."))
    return day


def _where(r: Reading) -> dict[str, Any]:
    return {"format": r.text("format"), "venue_id": r.text("venue_id"), "address_on_joining": r.ticked("address_on_joining")}


def _who(r: Reading) -> dict[str, Any]:
    named, unknown = read_languages(r.typed.one("other_languages"))
    if unknown:
        r.problem(
            "other_languages", _("We do not know this language: %(names)s.") % {"names": ", ".join(unknown)}, _("Check the spelling.")
        )
    ticked = [code for code in r.all("support_languages") if code in COMMON]
    return {
        "women_only": r.ticked("women_only"),
        "minimum_age": r.number("minimum_age"),
        "maximum_age": r.number("maximum_age"),
        "childcare": r.text("childcare"),
        "childcare_note": r.text("childcare_note"),
        "step_free": r.yes_no("step_free"),
        "access_note": r.text("access_note"),
        "travel_help": r.yes_no("travel_help"),
        "travel_note": r.text("travel_note"),
        "support_languages": list(dict.fromkeys([*ticked, *named])),
    }


def _joining(r: Reading) -> dict[str, Any]:
    return {
        "cost": {"kind": r.text("cost.kind"), "amount_pence": r.pence("cost.amount_pence"), "note": r.text("cost.note")},
        "funders": r.all("funders"),
        "join": r.all("join"),
        "join_note": r.text("join_note"),
        "places": read_places(r),
        "contact": read_contact(r, "contact."),
        "partners": [_partner(r, f"partners[{at}]") for at in r.typed.rows("partners")],
    }


def read_places(r: Reading, prefix: str = "places.") -> dict[str, Any]:
    return {name: r.number(prefix + name) for name in ("open", "waiting")} | {"waiting_list": r.yes_no(f"{prefix}waiting_list")}


def read_contact(r: Reading, prefix: str) -> dict[str, Any]:
    return {name: r.text(prefix + name) for name in ("name", "phone", "email")} | {"website": r.web_address(f"{prefix}website")}


def _partner(r: Reading, row: str) -> dict[str, Any]:
    relation = r.needed(f"{row}.relation", _("Choose what this organisation does."))
    name = r.needed(f"{row}.name", _("Give the name of this organisation."))
    return {"relation": relation, "name": name, "provider_id": r.text(f"{row}.provider_id")}


def _dates(details: ClassDetails) -> list[str]:
    return ["starts_on", "ends_on", *(f"terms-{at}-{end}" for at in range(len(details.terms)) for end in ("starts", "ends"))]


def _three_parts(iso: str) -> list[tuple[str, str]]:
    year, month, day = iso.split("-") if iso else ("", "", "")
    return [("day", day.lstrip("0")), ("month", month.lstrip("0")), ("year", year)]


def _pounds(pence: int) -> str:
    return f"{pence / 100:.2f}" if pence % 100 else str(pence // 100)
