"""Reading csv files: the encodings and delimiters that spreadsheet programs in use here write."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from services.directory.domain.spreadsheet.limits import HEADER_WITHIN, MOST_COLUMNS, MOST_LINES, MOST_ROW_CHARACTERS, MOST_ROWS
from services.directory.domain.spreadsheet.sheet import RawSheet, Row, without_tail
from shared.errors import Invalid, TooLarge

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a]")
"""None of these is ever in text; line breaks within a cell (vertical tab, form feed) may be."""
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 100_000


def read_text(data: bytes) -> list[RawSheet]:
    """One sheet without a name of its own. Raises Invalid when it is not text at all."""
    text = decoded(data)
    if hint := _EXCEL_HINT.match(text):
        text, delimiter = text[hint.end() :], hint[1]
    else:
        delimiter = delimiter_of(text)
    return [RawSheet("the file", lambda: _rows(text, delimiter))]


def decoded(data: bytes) -> str:
    """UTF-8 wherever the bytes allow it, UTF-16 by its mark or its zeros, else Windows-1252 (what Excel writes as “CSV” in Britain)."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return text
    raise Invalid("This is not a spreadsheet: it is neither a workbook nor text.", remedy="Choose a file saved as .xlsx, .ods or .csv.")


def delimiter_of(text: str) -> str:
    """The delimiter that gives the most columns in most of the first rows; a comma when none does."""
    start = text[:100_000]
    if start != text:
        start = start[: start.rfind("\n") + 1]

    def columns(delimiter: str) -> int:
        try:
            widths = sorted(len(row) for row in islice(csv.reader(StringIO(start), delimiter=delimiter), 30) if row)
        except csv.Error:
            return 0
        return widths[len(widths) // 2] if widths else 0

    return max(_DELIMITERS, key=columns)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    start = data[:1000]
    if start[1::2].count(0) > len(start) // 4:
        return ("utf-16-le",)
    if start[0::2].count(0) > len(start) // 4:
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    number, lines = 0, _Lines(text)
    try:
        for number, texts in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1):
            lines.row_ended()
            cells = without_tail([_cell(text) if text else None for text in texts])
            _check_size(number, len(cells))
            yield Row(number, cells)
    except csv.Error as error:
        raise Invalid(
            f'The file cannot be read after row {number}: a quotation mark (") is opened and not closed, or closed too early.',
            remedy="Mend that row, or open the file in your spreadsheet program and save it as .xlsx.",
        ) from error


def _cell(text: str) -> str | None:
    return text.strip().strip("\ufeff\u200b") or None


class _Lines:
    """The lines of a text, with their ends. A row that has line breaks in its cells takes several.

    Raises TooLarge before a row that is too long is taken apart.
    """

    def __init__(self, text: str) -> None:
        self._text, self._lines = text, _LINE.finditer(text)
        self._rows, self._characters = 0, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._characters += line.end() - line.start()
        if self._characters > MOST_ROW_CHARACTERS:
            raise TooLarge(
                f"Row {self._rows + 1} is too long: at most {MOST_ROW_CHARACTERS:,} characters of a row are read.",
                remedy="Look whether a quotation mark is missing there, or save the file again from your spreadsheet program.",
            )
        return line[0]

    def row_ended(self) -> None:
        self._rows, self._characters = self._rows + 1, 0


def _check_size(number: int, width: int) -> None:
    """`width`: up to the last filled cell."""
    if number > MOST_LINES:
        raise TooLarge(f"The file has more than {MOST_LINES:,} rows, blank ones too.", remedy="Remove the blank rows and save it again.")
    if width and number > MOST_ROWS + HEADER_WITHIN:
        raise TooLarge(f"The sheet is too long: at most {MOST_ROWS:,} rows are read.", remedy="Split it into several files.")
    if width > MOST_COLUMNS:
        raise TooLarge(
            f"Row {number} has something in column {width}; at most {MOST_COLUMNS} columns are read.",
            remedy="Remove the columns that do not belong to it.",
        )
