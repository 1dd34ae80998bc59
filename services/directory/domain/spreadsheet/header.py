"""Finding the header: under a title, in two rows, with merged cells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from services.directory.domain.spreadsheet.column_names import COURSE_COLUMNS, GENERIC_NAMES, VENUE_COLUMNS, Names
from services.directory.domain.spreadsheet.limits import HEADER_WITHIN, MOST_ROWS
from services.directory.domain.spreadsheet.plan import Kind
from services.directory.domain.spreadsheet.sheet import RawSheet, Row, Sheet, as_text
from shared.errors import TooLarge


def header_key(header: str) -> str:
    """A header without capitals, underscores, punctuation and remarks in brackets: "POSTCODE* (required)" is "postcode"."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header.casefold()) or header.casefold()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _fields(columns: Names) -> dict[str, str]:
    return {name: field for field, names in columns.items() for name in names}


FIELDS: Mapping[Kind, Mapping[str, str]] = {Kind.VENUES: _fields(VENUE_COLUMNS), Kind.COURSES: _fields(COURSE_COLUMNS)}
"""Header key → field, for each kind of sheet."""

_KNOWN = frozenset(FIELDS[Kind.VENUES]) | frozenset(FIELDS[Kind.COURSES]) | frozenset(GENERIC_NAMES)


@dataclass(frozen=True)
class _Candidate:
    """Headers that may be the sheet's; `row` is the last row they take up."""

    headers: tuple[str, ...]
    row: int
    rows: int

    @property
    def known(self) -> int:
        return len({header_key(header) for header in self.headers} & _KNOWN)


def find_header(raw: RawSheet) -> Sheet | None:
    """The sheet from its header on: the row (or two rows) with most known headers; None when no row has one beside others."""
    top = list(islice(raw.rows(), HEADER_WITHIN + 1))
    best = max(_candidates(top), key=lambda each: (each.known, -each.rows, -each.row), default=None)
    if best is None or not best.known or sum(map(bool, best.headers)) < 2:
        return None
    return Sheet(raw.name, best.row, best.headers, lambda: _under(raw, best.row))


def _candidates(top: list[Row]) -> Iterator[_Candidate]:
    for at, row in enumerate(top[:HEADER_WITHIN]):
        if row.empty:
            continue
        yield _Candidate(_texts(row), row.number, 1)
        if at + 1 < len(top) and not top[at + 1].empty:
            yield _Candidate(_in_two_rows(_texts(row), _texts(top[at + 1])), top[at + 1].number, 2)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(" ".join(as_text(cell).split()) for cell in row.cells)


def _in_two_rows(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    """A heading merged over several ("Address" over "Line 1", "Line 2"), or merged down over both rows."""
    headers, group = [], ""
    for at in range(max(len(upper), len(lower))):
        above, below = upper[at] if at < len(upper) else "", lower[at] if at < len(lower) else ""
        group = above or group
        both = f"{group} {below}".strip()
        alone = not below or header_key(below) in _KNOWN or header_key(both) not in _KNOWN
        headers.append((below or above) if alone else both)
    return tuple(headers)


def _under(raw: RawSheet, header: int) -> Iterator[Row]:
    """The rows that are not empty. Raises TooLarge past the limit."""
    count = 0
    for row in raw.rows():
        if row.number <= header or row.empty:
            continue
        count += 1
        if count > MOST_ROWS:
            raise TooLarge(f"The sheet has more than {MOST_ROWS:,} rows.", remedy="Split it into several files.")
        yield row
