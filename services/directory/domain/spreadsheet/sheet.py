"""A spreadsheet as its reader hands it over: cells with their kinds, rows with the numbers a person sees in their program."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class Broken:
    """A cell without a value of its own: a formula nobody worked out, or one that shows an error."""

    why: str


Cell = str | int | float | bool | date | datetime | time | timedelta | Broken | None
"""None: empty. Text is stripped and never empty. A formula is the value stored with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row's number in the program it was made with, from 1.

    `cells` ends with a filled one, so it may be shorter than the header.
    """

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None

    @property
    def empty(self) -> bool:
        return all(cell is None for cell in self.cells)


def without_tail(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Without the empty cells at the end, which some programs write by the thousand."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return tuple(cells[:end])


@dataclass(frozen=True)
class RawSheet:
    """One sheet as it is. `rows` begins again from the first row at each call, so that a large sheet is never held twice."""

    name: str
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True)
class Sheet:
    """A sheet whose header was found. `rows()` gives those under the header that are not empty."""

    name: str
    header_row_number: int
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA: how spreadsheet programs name columns."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def as_text(cell: Cell) -> str:
    """What a person reads in the cell. A whole number has no ".0"; a date is written 2026-09-03."""
    if cell is None or isinstance(cell, Broken):
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return str(cell)
