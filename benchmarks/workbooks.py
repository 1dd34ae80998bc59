"""Invented workbooks in the shape of the DfE's templates, as large as one likes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from shared.geo.region import region

Rows = Iterator[tuple[Any, ...]]
COLLEGE = "Harehills College"
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_KINDS = ("Library", "Community Centre", "Hub", "Hall", "Learning Centre", "School", "Church Hall", "Children’s Centre")
_STREETS = ("Roundhay", "Harehills", "Beeston", "Otley", "York", "Kirkstall", "Burley", "Dewsbury", "Selby", "Chapeltown")
_LEVELS = ("Pre-entry", "Entry 1", "Entry 2", "Entry 3", "Level 1", "Level 2")
_VENUE_HEADER = (
    "YOUR_VENUE_REFERENCE",
    "VENUE_NAME",
    "ADDRESS_LINE_1",
    "ADDRESS_LINE_2",
    "TOWN_OR_CITY",
    "COUNTY",
    "POSTCODE",
    "EMAIL",
    "PHONE",
    "WEBSITE",
)
_COURSE_HEADER = (
    "PROVIDER_NAME",
    "COURSE_NAME",
    "YOUR_REFERENCE",
    "WHO_THIS_COURSE_IS_FOR",
    "WHAT_YOU_WILL_LEARN",
    "DELIVERY_MODE",
    "START_DATE",
    "FLEXIBLE_START_DATE",
    "YOUR_VENUE_REFERENCE",
    "COURSE_WEBPAGE",
    "COST",
    "DURATION",
    "DURATION_UNIT",
)


def write_workbook(path: Path, rows: Rows) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("Sheet1")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()


def venue_rows(count: int) -> Rows:
    """Every one another building, at postcodes of the region's real sectors."""
    yield _VENUE_HEADER
    sectors = sorted(code for code in region().sectors if code.startswith("LS"))
    for at in range(count):
        street = _STREETS[at % len(_STREETS)]
        unit = _LETTERS[at // len(sectors) % len(_LETTERS)] + _LETTERS[at // len(sectors) // len(_LETTERS) % len(_LETTERS)]
        yield (
            f"V{at}",
            f"{street} {_KINDS[at % len(_KINDS)]} {at}",
            f"{at % 300 + 1} {street} Road",
            None,
            "Leeds",
            "West Yorkshire",
            sectors[at % len(sectors)] + unit,
            f"hello{at}@example.org",
            f"0113 496 {at % 10_000:04}",
            f"https://example.org/{at}",
        )


def course_rows(count: int) -> Rows:
    """Each at the venue of its number."""
    yield _COURSE_HEADER
    for at in range(count):
        yield (
            COLLEGE,
            f"ESOL {_LEVELS[at % len(_LEVELS)]} group {at}",
            f"C{at}",
            "Adults whose first language is not English",
            "Speaking, listening, reading and writing for everyday life and work",
            "Classroom based",
            f"{at % 28 + 1:02}/09/2027",
            "Yes" if at % 3 else "No",
            f"V{at}",
            f"https://example.org/courses/{at}",
            0 if at % 4 else 25,
            12,
            "Weeks",
        )
