"""The report of an import as one workbook. Its refused rows may be mended and imported as the workbook is: no other sheet is a list."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no types

from services.directory.adapters.spreadsheets.errors_workbook import add_refused, text_cell
from services.directory.domain.spreadsheet.paper import Paper, changed_fields_of

MOST_CHANGES = 100_000
"""Lines of the sheet of changes; a spreadsheet program takes a million, a person none of these."""


def report_workbook(paper: Paper) -> bytes:
    """An xlsx file; sheets that would be empty are left out."""
    book = Workbook(write_only=True)
    _table(book, "Summary", (), paper.facts, (34, 90))
    refused = iter(paper.refused)
    if first := next(refused, None):
        add_refused(book, paper.headers, _with(first, refused))
    likely: list[tuple[Any, ...]] = [
        (
            each.number,
            each.name,
            each.other,
            each.sureness,
            each.reason,
            "\n".join(f"{what}: {one} / {two}" for what, one, two in each.differs),
        )
        for each in paper.likely
    ]
    _table(
        book, "Likely duplicates", ("Row", "In your list", "Likely to be", "How sure", "Why", "What differs (yours / the other)"), likely
    )
    changes = ((row.number, row.name, *said) for row in paper.changed for said in changed_fields_of(row))
    _table(book, "What changes", ("Row", "Which", "What of it", "Before", "After"), islice(changes, MOST_CHANGES))
    left: list[tuple[Any, ...]] = [(row.number, row.name, " ".join(row.notes)) for row in paper.left_rows]
    left += [("", each.column, each.reason) for each in paper.left_out]
    _table(book, "What is left out", ("Row", "Row, column or sheet", "Why"), left)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _table(book: Workbook, name: str, header: Sequence[str], lines: Iterable[Sequence[Any]], widths: Sequence[int] = ()) -> None:
    rest = iter(lines)
    first = next(rest, None)
    if first is None:
        return
    sheet = book.create_sheet(name)
    for at, width in enumerate(widths or (8, *(34 for _ in header[1:]))):
        sheet.column_dimensions["ABCDEFGH"[at]].width = width
    if header:
        sheet.freeze_panes = "A2"
        sheet.append([text_cell(sheet, text, bold=True) for text in header])
    for line in _with(first, rest):
        sheet.append([text_cell(sheet, str(part), bold=not header and at == 0) for at, part in enumerate(line)])


def _with(first: Any, rest: Iterable[Any]) -> Iterable[Any]:
    yield first
    yield from rest
