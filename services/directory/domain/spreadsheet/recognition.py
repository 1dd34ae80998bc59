"""Which column is what: first by its header, then by what it holds. What is not taken is named with the reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.directory.domain.spreadsheet.column_names import (
    COURSE_COLUMNS,
    COURSE_ONLY,
    GENERIC_NAMES,
    LEFT_OUT,
    NEEDED,
    ONE_AUTHORITY,
    VENUE_COLUMNS,
    VENUE_ONLY,
)
from services.directory.domain.spreadsheet.header import FIELDS, find_header, header_key
from services.directory.domain.spreadsheet.plan import Column, Kind, LeftOut, Recognised
from services.directory.domain.spreadsheet.shapes import shape_of
from services.directory.domain.spreadsheet.sheet import Cell, RawSheet, Sheet, column_letters
from shared.errors import Invalid

_SAMPLE = 300
_MERGED = 0.2
"""A column without a heading that is filled in so many rows lost its heading to a merged cell; one with less holds stray remarks."""

_BY_SHAPE: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.VENUES: {"postcodes": ("postcode",), "e-mail addresses": ("email",), "web addresses": ("website",), "phone numbers": ("phone",)},
    Kind.COURSES: {
        "postcodes": ("venue_postcode",),
        "e-mail addresses": ("email",),
        "web addresses": ("website",),
        "phone numbers": ("phone",),
        "levels": ("level",),
        "days": ("day",),
        "times from and to": ("times",),
        "times": ("starts_at", "ends_at"),
        "dates": ("starts_on", "ends_on"),
    },
}
_WORDS = {
    "starts_at": r"start|from|begin",
    "starts_on": r"start|from|begin|first",
    "ends_at": r"end|to|until|finish",
    "ends_on": r"end|to|until|finish|last",
}
"""A date may be any date ("Updated"), so its header must at least hint at start or end."""


@dataclass(frozen=True)
class Taken:
    """The sheet an import works on, how many rows it has, and the sheets beside it."""

    sheet: Sheet
    rows: int
    recognised: Recognised
    left_out_sheets: tuple[LeftOut, ...]


def recognise(sheets: Sequence[RawSheet]) -> Taken:
    """The first sheet whose columns are recognised. Raises Invalid naming the columns seen and those needed when there is none."""
    found: tuple[Sheet, int, Recognised] | None = None
    left_out, refusals = [], []
    for raw in sheets:
        try:
            sheet, rows, recognised = _recognise_sheet(raw)
        except Invalid as refusal:
            refusals.append(refusal)
            left_out.append(LeftOut(raw.name, refusal.message, 0))
            continue
        if found is None:
            found = sheet, rows, recognised
        else:
            left_out.append(
                LeftOut(
                    raw.name,
                    f"It is another list of {recognised.kind.value}; one sheet is taken at a time. Save it as a file of its own.",
                    0,
                )
            )
    if found is None:
        raise _most_telling(refusals)
    return Taken(found[0], found[1], found[2], tuple(left_out))


def _most_telling(refusals: Sequence[Invalid]) -> Invalid:
    return refusals[0] if refusals else Invalid("The workbook has no sheet to read.", remedy="Check that the sheet is not hidden.")


def _recognise_sheet(raw: RawSheet) -> tuple[Sheet, int, Recognised]:
    sheet = find_header(raw)
    if sheet is None:
        raise _no_header(raw)
    kind = _kind(sheet)
    holdings = _holdings(sheet)
    sheet = replace(sheet, headers=sheet.headers + ("",) * (len(holdings.filled) - len(sheet.headers)))
    if not holdings.rows:
        raise Invalid(
            f"There is a header in row {sheet.header_row_number}, and no rows under it.",
            remedy="Fill in rows under the header and save the file again.",
        )
    _check_one_authority(sheet)
    columns = _by_header(sheet, kind)
    columns |= _unnamed(sheet, holdings, columns)
    columns |= _by_content(sheet, holdings, columns, kind)
    _check_needed(sheet, kind, columns)
    return sheet, holdings.rows, Recognised(kind, columns, _left_out(sheet, holdings, columns, kind), _remarks(kind, columns))


@dataclass(frozen=True)
class _Holdings:
    rows: int
    filled: tuple[int, ...]
    samples: tuple[tuple[Cell, ...], ...]


def _holdings(sheet: Sheet) -> _Holdings:
    """One look over the whole sheet: how full each column is, and its first values."""
    rows, filled, samples = 0, [0] * len(sheet.headers), [list[Cell]() for _ in sheet.headers]
    for row in sheet.rows():
        rows += 1
        grown = len(row.cells) - len(filled)
        filled.extend([0] * grown)
        samples.extend(list[Cell]() for _ in range(grown))
        for at, cell in enumerate(row.cells):
            if cell is not None:
                filled[at] += 1
                if len(samples[at]) < _SAMPLE:
                    samples[at].append(cell)
    return _Holdings(rows, tuple(filled), tuple(map(tuple, samples)))


def authority_named(taken: Taken) -> str | None:
    """What the sheet itself says of whose its rows are; it names one authority at most."""
    for at, header in enumerate(taken.sheet.headers):
        if _known_reason(header) == ONE_AUTHORITY:
            cells = (row.cells[at] for row in taken.sheet.rows() if at < len(row.cells))
            return next((str(cell) for cell in cells if cell is not None), None)
    return None


def _check_one_authority(sheet: Sheet) -> None:
    """A list of a whole region must not land in one authority."""
    for at, header in enumerate(sheet.headers):
        if _known_reason(header) != ONE_AUTHORITY:
            continue
        named = sorted({str(cell) for row in sheet.rows() if (cell := row.cell(at)) is not None})
        if len(named) > 1:
            raise Invalid(
                f"The column “{header}” names several authorities ({', '.join(named[:3])}…); an import is for one.",
                remedy="Save the rows of each authority as a file of its own.",
            )


def _kind(sheet: Sheet) -> Kind:
    """Raises Invalid when the sheet could be either, or neither."""
    keys = [header_key(header) for header in sheet.headers]
    courses = {FIELDS[Kind.COURSES].get(key) for key in keys}
    venues = {FIELDS[Kind.VENUES].get(key) for key in keys}
    generic = any(key in GENERIC_NAMES for key in keys)
    like_courses, like_venues = len(courses & COURSE_ONLY), len(venues & VENUE_ONLY)
    if "name" in courses:
        return Kind.COURSES
    if generic and like_courses >= 2 and like_venues >= 2 and "name" not in venues:
        raise _unclear(sheet, "Its rows could be venues or courses.", "Call the column of names COURSE_NAME or VENUE_NAME.")
    if generic and (like_courses >= 2 or (like_courses and "venue_name" in courses)):
        return Kind.COURSES
    if like_courses >= 2:
        raise _unclear(sheet, "It looks like a list of courses, but no column holds their names.", "Add a column COURSE_NAME.")
    if "name" in venues or (generic and like_venues >= 1):
        return Kind.VENUES
    raise _unclear(sheet, "It is neither a list of venues nor a list of courses.", "")


def _unclear(sheet: Sheet, what: str, remedy: str) -> Invalid:
    seen = ", ".join(f"“{header}”" for header in sheet.headers if header)
    needed = f"Venues need {NEEDED['venues']}; courses need {NEEDED['courses']}."
    return Invalid(f"{what} Columns seen (row {sheet.header_row_number}): {seen}.", remedy=f"{remedy} {needed}".strip())


def _no_header(raw: RawSheet) -> Invalid:
    first = next((row for row in raw.rows() if not row.empty), None)
    if first is None:
        return Invalid(
            "The sheet is empty.", remedy="Choose the file that holds the rows, with a header such as VENUE_NAME, POSTCODE above them."
        )
    sheet = Sheet(raw.name, first.number, tuple(str(cell) for cell in first.cells if cell is not None), raw.rows)
    return _unclear(sheet, "No header with known columns was found.", "Give each column its name, in one row above the rows.")


def _by_header(sheet: Sheet, kind: Kind) -> dict[str, Column]:
    """Where several headers mean one field, the most particular wins (the order of the names in the table), then the leftmost."""
    order = VENUE_COLUMNS if kind is Kind.VENUES else COURSE_COLUMNS
    best: dict[str, tuple[int, Column]] = {}
    for at, header in enumerate(sheet.headers):
        key = header_key(header)
        field = FIELDS[kind].get(key) or ("name" if key in GENERIC_NAMES else None)
        if field is None:
            continue
        rank = order[field].index(key) if key in order[field] else len(order[field])
        if field not in best or rank < best[field][0]:
            best[field] = rank, Column(header, at, "its header")
    return {field: column for field, (_, column) in best.items()}


def _unnamed(sheet: Sheet, holdings: _Holdings, columns: dict[str, Column]) -> dict[str, Column]:
    """Columns under a merged heading: understood for an address, else refused naming the cells."""
    understood, lost = dict[str, Column](), list[str]()
    named, lines = "", list[str]()
    for at, filled in enumerate(holdings.filled):
        header = sheet.headers[at]
        if header:
            named = header
            lines = ["address_2", "address_3"] if columns.get("address_1") == Column(header, at, "its header") else []
        elif filled >= _MERGED * holdings.rows and named:
            field = next((line for line in lines if line not in columns and line not in understood), None)
            if field:
                understood[field] = Column(f"{named} ({column_letters(at)})", at, f"it is under “{named}”, merged over several columns")
            else:
                lost.append(f"{column_letters(at)}{sheet.header_row_number}")
    if lost:
        raise Invalid(
            f"The header cells {', '.join(lost)} are empty, but there is data under them: a heading beside them was probably merged.",
            remedy="Undo the merging and give each column a heading of its own.",
        )
    return understood


def _by_content(sheet: Sheet, holdings: _Holdings, columns: dict[str, Column], kind: Kind) -> dict[str, Column]:
    """Only where one column alone has the shape: of two columns with e-mail addresses nobody knows which is public."""
    taken = {column.at for column in columns.values()}
    wanted: dict[str, list[Column]] = {}
    for at, header in enumerate(sheet.headers):
        if at in taken or not header or _known_reason(header):
            continue
        shape = shape_of(holdings.samples[at])
        for field in _BY_SHAPE[kind].get(shape or "", ()):
            if field not in columns and re.search(rf"\b(?:{_WORDS.get(field, '.*')})", header_key(header) or "."):
                wanted.setdefault(field, []).append(Column(header, at, f"it holds {shape}"))
                break
    return {field: found[0] for field, found in wanted.items() if len(found) == 1}


def _check_needed(sheet: Sheet, kind: Kind, columns: dict[str, Column]) -> None:
    beside = {"postcode", "town", "address_1"} if kind is Kind.VENUES else COURSE_ONLY
    if "name" not in columns or not beside & set(columns):
        raise _unclear(sheet, f"It looks like a list of {kind.value}, but something is missing.", "")


def _left_out(sheet: Sheet, holdings: _Holdings, columns: dict[str, Column], kind: Kind) -> tuple[LeftOut, ...]:
    taken = {column.at for column in columns.values()}
    left = []
    for at, filled in enumerate(holdings.filled):
        header = sheet.headers[at]
        if at not in taken and (header or filled):
            left.append(LeftOut(header or f"column {column_letters(at)}", _reason(header, filled, columns, kind), filled))
    return tuple(left)


def _known_reason(header: str) -> str | None:
    key = header_key(header)
    return next((reason for pattern, reason in LEFT_OUT if re.fullmatch(pattern, key)), None)


def _reason(header: str, filled: int, columns: dict[str, Column], kind: Kind) -> str:
    if known := _known_reason(header):
        return known
    if not filled:
        return "It is empty."
    if not header:
        return "It has no heading."
    field = FIELDS[kind].get(header_key(header))
    if field and field in columns:
        return f"“{columns[field].header}” is taken for this."
    return "Signpost does not know this column."


def _remarks(kind: Kind, columns: dict[str, Column]) -> tuple[str, ...]:
    remarks = []
    if kind is Kind.VENUES and "town" not in columns and {"address_2", "address_3"} & set(columns):
        remarks.append("There is no column for the town: the last address line that is not a county or a street is taken as the town.")
    if kind is Kind.COURSES and "ends_on" not in columns and {"duration", "starts_on"} <= set(columns):
        remarks.append("There is no end date: where the length is in days, weeks, months or years, it is worked out from the start date.")
    return tuple(remarks)
