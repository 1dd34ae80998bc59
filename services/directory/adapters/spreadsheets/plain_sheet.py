"""Most sheets are plain: every cell says where it is, none is a formula or shows an error, and all are within the limits.

Seen from the bytes alone, this saves the look cell by cell (scan.py), which takes longer than reading the sheet. Whatever is not
recognised for sure is not plain.
"""

import re
from collections.abc import Iterable, Iterator

from services.directory.adapters.spreadsheets.scan import column_number
from services.directory.domain.spreadsheet.limits import HEADER_WITHIN, MOST_COLUMNS, MOST_ROWS

_PLACED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<c[\s/>]")
_ODD = re.compile(rb"""<!|<f[\s/>]|<\w+:(?:row|c|f|v|is)[\s/>]|\st\s*=\s*["']e""")
"""A type declaration, comment or CDATA; a formula; another prefix for the same names; a cell that shows an error."""

_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?[^>]*\?>)?\s*<worksheet[\s>]')
_ENCODED = re.compile(rb"encoding\s*=(?!\s*\"(?:UTF|utf)-8\")")


_LONGEST_BEGINNING = 64 * 1024
"""Bytes before the rows: widths of columns and the like."""


def is_plain(chunks: Iterable[bytes]) -> bool:
    """`chunks`: the XML of a sheet of an xlsx workbook, piece by piece."""
    first = True
    for piece in _at_tags(chunks):
        if first and (not _START.match(piece) or _ENCODED.search(piece[:200])):
            return False
        first = False
        placed = _PLACED.findall(piece)
        if len(placed) != len(_CELL.findall(piece)) or _ODD.search(piece) or not _within(placed):
            return False
    return not first


def _within(placed: list[tuple[bytes, bytes]]) -> bool:
    if not placed:
        return True
    columns = {letters for letters, _ in placed}
    lowest = max(int(digits) for _, digits in placed)
    return lowest <= MOST_ROWS + HEADER_WITHIN and all(column_number(letters.decode()) < MOST_COLUMNS for letters in columns)


def _at_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that end before a tag begins, so that none is cut in two; the first holds all that comes before the rows."""
    rest, begun = b"", False
    for chunk in chunks:
        rest += chunk
        end = rest.rfind(b"<")
        begun = begun or b"<sheetData" in rest or len(rest) > _LONGEST_BEGINNING
        if end > 0 and begun:
            yield rest[:end]
            rest = rest[end:]
    if rest:
        yield rest
