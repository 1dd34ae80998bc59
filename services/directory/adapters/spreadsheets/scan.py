"""One look over a sheet's XML before it is read: how far it reaches, and which cells have no value of their own.

The reading library lays a sheet out as a full rectangle, so one stray cell in row 1,048,576 would take gigabytes; and a formula that was
never worked out, like one that shows an error, comes from it as an empty cell.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from services.directory.adapters.spreadsheets.archive import damaged
from services.directory.domain.spreadsheet.limits import HEADER_WITHIN, MOST_COLUMNS, MOST_ROWS
from services.directory.domain.spreadsheet.sheet import Broken, column_letters
from shared.errors import TooLarge

Attributes = dict[str, str]
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
NOT_WORKED_OUT = "it holds a formula whose result is not stored in the file"


@dataclass
class Scan:
    """Broken cells by (row, column), both from 0. Raises TooLarge at the first cell with a value beyond the limits."""

    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)

    def value_at(self, row: int, column: int) -> None:
        if row >= MOST_ROWS + HEADER_WITHIN:
            where = f"cell {column_letters(column)}{row + 1} has something in it"
            raise TooLarge(
                f"The sheet is too long: {where}, and at most {MOST_ROWS:,} rows are read.",
                remedy="Split it into several files, or empty the rows that do not belong to it.",
            )
        if column >= MOST_COLUMNS:
            where = f"cell {column_letters(column)}{row + 1} has something in it"
            raise TooLarge(
                f"The sheet is too wide: {where}, and at most {MOST_COLUMNS} columns are read.",
                remedy="Empty the columns that do not belong to it.",
            )


class XlsxScan:
    """ECMA-376 part 1, 18.3.1: rows and cells may leave out their reference and then follow the one before.

    A formula that was worked out to an empty text (t="str") has a value; one with an empty value of another type was never worked out.
    """

    def __init__(self) -> None:
        self.found = Scan()
        self._row = self._column = -1
        self._type = ""
        self._formula = self._value = self._in_value = False

    def start(self, name: str, attributes: Attributes) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
                self._column = -1
            case "c":
                self._begin_cell(attributes)
            case "f":
                self._formula = True
            case "v":
                self._in_value = True
            case "is":
                self._value = True

    def text(self, text: str) -> None:
        self._value = self._value or self._in_value

    def end(self, name: str) -> None:
        self._in_value = False
        if name.rpartition(":")[2] != "c":
            return
        if self._value or self._formula:
            self.found.value_at(self._row, self._column)
        if self._formula and not self._value and self._type != "str":
            self.found.broken[self._row, self._column] = Broken(NOT_WORKED_OUT)
        elif self._type == "e":
            self.found.broken[self._row, self._column] = Broken("it shows an error, such as #N/A or #REF!")

    def _begin_cell(self, attributes: Attributes) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_number(match[1]) if match else self._column + 1
        self._row = int(match[2]) - 1 if match else self._row
        self._type, self._formula, self._value = attributes.get("t", ""), False, False


class OdsScan:
    """OpenDocument 1.3 part 3, 9.1: tables, rows and cells one after another, each perhaps repeated. One scan per table, by its name."""

    def __init__(self) -> None:
        self.found: dict[str, Scan] = {}
        self._table, self._row, self._column = "", 0, 0
        self._row_repeated = self._cell_repeated = 1
        self._formula = self._valued = self._error = False

    def start(self, name: str, attributes: Attributes) -> None:
        match name:
            case "table:table":
                self._table = attributes.get("table:name", "")
                self.found[self._table] = Scan()
                self._row = 0
            case "table:table-row":
                self._row_repeated = _repeated(attributes, "table:number-rows-repeated")
                self._column = 0
            case "table:table-cell" | "table:covered-table-cell":
                self._begin_cell(attributes)

    def text(self, text: str) -> None:
        self._valued = self._valued or not text.isspace()

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._row_repeated
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._end_cell()

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell_repeated = _repeated(attributes, "table:number-columns-repeated")
        self._formula = "table:formula" in attributes
        self._valued = "office:value-type" in attributes
        self._error = attributes.get("calcext:value-type") == "error"

    def _end_cell(self) -> None:
        scan = self.found.get(self._table)
        if scan is not None and (self._valued or self._formula):
            scan.value_at(self._row + self._row_repeated - 1, self._column + self._cell_repeated - 1)
            if self._error or not self._valued:
                scan.broken[self._row, self._column] = Broken("it shows an error" if self._error else NOT_WORKED_OUT)
        self._column += self._cell_repeated
        self._valued = self._formula = False


def scan_part(chunks: Iterable[bytes], scan: XlsxScan | OdsScan) -> None:
    """Feeds a part to a scan. A document type declaration is refused: it is how XML documents blow up, and no spreadsheet has one."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    parser.CharacterDataHandler = scan.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged() from error


def _refuse_doctype(*_: object) -> None:
    raise damaged()


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _repeated(attributes: Attributes, name: str) -> int:
    return max(1, int(attributes.get(name, "1")))
