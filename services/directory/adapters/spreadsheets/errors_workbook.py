"""The failed rows of an import, handed back as a workbook: their own columns in their own order, and a column ERRORS.

Every cell is written as text and marked as such (what Excel shows as a leading apostrophe), so that what begins with = + - @ never runs as
a formula, a postcode stays a postcode and 0113 keeps its 0.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no types
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

from services.directory.domain.spreadsheet.column_names import ERRORS_COLUMN
from services.directory.domain.spreadsheet.plan import ImportedRow, PlannedRow
from shared.errors import FieldProblem

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def errors_workbook(headers: Sequence[str], rows: Iterable[PlannedRow | ImportedRow]) -> bytes:
    """An xlsx file that may be mended and imported again as it is: the ERRORS column is passed over on reading."""
    book = Workbook(write_only=True)
    add_refused(book, headers, rows)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def add_refused(book: Workbook, headers: Sequence[str], rows: Iterable[PlannedRow | ImportedRow]) -> None:
    """The same as one sheet of a workbook."""
    kept = [at for at, header in enumerate(headers) if header != ERRORS_COLUMN]
    sheet = book.create_sheet("Rows to mend")
    sheet.freeze_panes = "A2"
    sheet.append([text_cell(sheet, headers[at], bold=True) for at in kept] + [text_cell(sheet, ERRORS_COLUMN, bold=True)])
    for row in rows:
        cells = [row.cells[at] if at < len(row.cells) else "" for at in kept]
        sheet.append([text_cell(sheet, text) for text in (*cells, errors_text(row.problems))])


def errors_text(problems: Sequence[FieldProblem]) -> str:
    """As the DfE writes it: "POSTCODE: There is no postcode LS99 9ZZ. Check it…; NAME: …"."""
    return "; ".join(f"{each.field}: {each.message} {each.remedy}".strip() for each in problems)


def text_cell(sheet: object, text: str, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_NOT_XML.sub("", text) or None)
    if cell.value is not None:
        cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", True
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = Font(bold=bold)
    return cell
