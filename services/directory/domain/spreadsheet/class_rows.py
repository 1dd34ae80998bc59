"""A row of a course sheet (the DfE course directory's, or a provider's own) → what it says of a class."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.directory.domain.listings import ClassListing
from services.directory.domain.spreadsheet import values
from services.directory.domain.spreadsheet.cells import RowCells, checked
from services.directory.domain.spreadsheet.levels import levels_named, levels_of
from services.directory.domain.spreadsheet.plan import Recognised
from services.directory.domain.spreadsheet.sheet import Row
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Contact, CostKind, Places, WeeklySession
from shared.errors import FieldProblem

PARAGRAPHS: tuple[tuple[str, str], ...] = (
    ("description", ""),
    ("who_for", "Who it is for"),
    ("entry_requirements", "Entry requirements"),
    ("you_will_learn", "What you will learn"),
    ("how_you_learn", "How you will learn"),
    ("to_bring", "What to bring"),
    ("assessed", "How you will be assessed"),
    ("where_next", "What comes next"),
    ("attendance", "When"),
    ("study_mode", "Study mode"),
)
"""Columns that have no field of their own are kept as paragraphs of the description, in this order."""

_LIMIT = 4000
_NOTE_LIMIT = 240


@dataclass(frozen=True)
class ClassRow:
    """`said`: the fields of ClassDetails the row gives, nested values as mappings of what is given. Provider and venue are still words."""

    number: int
    name: str
    said: Mapping[str, Any]
    reference: str | None
    provider_name: str | None
    venue_name: str | None
    venue_reference: str | None
    venue_postcode: str | None
    problems: tuple[FieldProblem, ...]

    def details(self, provider_id: str, venue_id: str | None, before: ClassListing | None) -> ClassDetails:
        """The class as it would be: what the row says over what is stored. Only for a row without problems."""
        known = before.details.model_dump() if before else {}
        said = {field: {**known.get(field, {}), **value} if isinstance(value, dict) else value for field, value in self.said.items()}
        where = {"venue_id": venue_id} if venue_id or said.get("format") == "online" else {}
        return ClassDetails.model_validate(known | said | where | {"provider_id": provider_id})


def read_class(recognised: Recognised, row: Row) -> ClassRow:
    """Everything the row says, and everything wrong with it."""
    cells = RowCells(recognised, row)
    name = cells.text("name")
    if name is None:
        cells.problem("name", "The course has no name.", "Give it one, or take the row out.")
    said = {
        "name": name,
        **_teaching(cells, name or ""),
        **_dates(cells),
        "sessions": _sessions(cells),
        "cost": _cost(cells),
        "contact": _contact(cells),
        "places": _places(cells),
        "women_only": cells.read("women_only", values.yes_no),
        "step_free": cells.read("step_free", values.yes_no),
    }
    given = {field: value for field, value in said.items() if value is not None}
    if paragraphs := _description(cells, given):
        given["description"] = paragraphs
    _check(given, cells)
    words = {field: cells.text(field) for field in ("venue_name", "venue_reference", "venue_postcode")}
    return ClassRow(
        row.number, name or "(no name)", given, cells.text("reference"), cells.text("provider"), **words, problems=tuple(cells.problems)
    )


def _check(given: Mapping[str, Any], cells: RowCells) -> None:
    renamed = {"note": "cost_note", "amount_pence": "cost", "open": "places_open"}
    if "contact" in given:
        checked(Contact, dict(given["contact"]), cells, {"name": "contact_name"})
    plain = {field: value for field, value in given.items() if field != "contact"}
    checked(ClassDetails, {"name": "not given", "provider_id": "not known yet"} | plain, cells, renamed)


def _teaching(cells: RowCells, name: str) -> dict[str, Any]:
    """A qualification number makes it regulated. The DfE's file of other courses has a course type instead."""
    qualification = cells.read("lars_qan", values.qualification)
    body = cells.text("awarding_organisation")
    other = not cells.has("lars_qan") and bool(cells.text("course_type") or cells.text("sector"))
    levels = cells.read("level", levels_of) or levels_named(name)
    return {
        "levels": levels or None,
        "format": cells.read("format", values.a_format),
        "regulated": True if qualification else False if other and not body else None,
        "awarding_organisation": body,
    }


def _dates(cells: RowCells) -> dict[str, Any]:
    starts, ends = cells.read("starts_on", values.a_date), cells.read("ends_on", values.a_date)
    if starts and not ends:
        ends = _last_day(starts, cells)
    if starts and ends and ends < starts:
        field = "ends_on" if cells.has("ends_on") else "duration"
        cells.problem(field, f"The class ends on {ends:%d/%m/%Y}, before it starts on {starts:%d/%m/%Y}.", values.DATE_REMEDY)
    return {"starts_on": starts, "ends_on": ends, "roll_on": cells.read("roll_on", values.yes_no)}


def _last_day(starts: date, cells: RowCells) -> date | None:
    """From a length in days, weeks, months or years; hours and minutes do not say it. 12 weeks from a Thursday end on a Wednesday."""
    unit = (cells.text("duration_unit") or "").casefold().rstrip("s")
    if unit not in {"day", "week", "month", "year"}:
        return None
    length = cells.read("duration", values.a_number)
    if not length or length > 3650:
        return None
    if unit in {"day", "week"}:
        return starts + timedelta(days=length * (7 if unit == "week" else 1) - 1)
    months = starts.month - 1 + length * (12 if unit == "year" else 1)
    year, month = starts.year + months // 12, months % 12 + 1
    return date(year, month, min(starts.day, monthrange(year, month)[1])) - timedelta(days=1)


def _sessions(cells: RowCells) -> tuple[WeeklySession, ...] | None:
    """Each day named, at the times given. Without days or without times nothing is known of the week."""
    on = cells.read("day", values.days)
    starts, ends = cells.read("starts_at", values.a_time), cells.read("ends_at", values.a_time)
    if span := cells.read("times", values.a_span):
        starts, ends = span
    if not on or not starts or not ends:
        return None
    if ends <= starts:
        field = "times" if cells.has("times") else "ends_at"
        cells.problem(field, f"It ends at {ends:%H:%M}, not after it starts at {starts:%H:%M}.", values.TIME_REMEDY)
        return None
    return tuple(WeeklySession(day=day, starts=starts, ends=ends) for day in on)


def _cost(cells: RowCells) -> dict[str, Any] | None:
    """A note alone does not say that it is free, unless that is all it says."""
    amount, note = cells.read("cost", values.pence), cells.text("cost_note")
    if amount is None and note is None:
        return None
    cost: dict[str, Any] = {}
    if note and len(note) <= _NOTE_LIMIT:
        cost["note"] = note
    free = amount == 0 or (amount is None and (note or "").casefold().strip(" .!") == "free")
    if free or amount:
        cost |= {"kind": CostKind.FREE if free else CostKind.PAID, "amount_pence": amount or None}
    return cost


def _contact(cells: RowCells) -> dict[str, Any] | None:
    contact = {
        "name": cells.text("contact_name"),
        "phone": cells.read("phone", values.phone),
        "email": cells.text("email"),
        "website": cells.read("website", values.web),
    }
    return {field: value for field, value in contact.items() if value is not None} or None


def _places(cells: RowCells) -> dict[str, Any] | None:
    places = {
        "open": cells.read("places_open", values.a_number),
        "waiting": cells.read("waiting", values.a_number),
        "waiting_list": cells.read("waiting_list", values.yes_no),
    }
    checked(Places, places, cells, {"open": "places_open"})
    return {field: value for field, value in places.items() if value is not None} or None


def _description(cells: RowCells, given: Mapping[str, Any]) -> str:
    """Paragraphs with what has no field of its own; nothing the sheet says is lost."""
    parts = [(label, cells.text(field)) for field, label in PARAGRAPHS]
    parts.append(("Length", _length(cells)))
    note = cells.text("cost_note")
    parts.append(("Cost", note if note and len(note) > _NOTE_LIMIT else None))
    if "sessions" not in given:
        meets = " ".join(filter(None, (cells.text(field) for field in ("day", "times", "starts_at", "ends_at"))))
        parts.append(("Meets", meets or None))
    level = cells.text("level")
    parts.append(("Level", level if level and not _says_levels(level) else None))
    parts.append(("Qualification number", cells.text("lars_qan")))
    text = "\n\n".join(f"{label}: {body}" if label else body for label, body in parts if body)
    if len(text) > _LIMIT:
        cells.problem(
            "you_will_learn", f"The descriptions together have {len(text):,} characters; {_LIMIT:,} fit.", "Shorten the longest of them."
        )
    return text


def _length(cells: RowCells) -> str | None:
    return " ".join(filter(None, (cells.text("duration"), (cells.text("duration_unit") or "").lower()))) or None


def _says_levels(text: str) -> bool:
    return bool(levels_named(text)) or re.fullmatch(r"[12]|all|all levels|any|any level|mixed", text.casefold()) is not None
