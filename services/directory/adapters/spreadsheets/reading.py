"""Reads csv, xlsx and ods, and hands refused rows back. What a file is, is told by what is in it, not by its name."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from services.directory.adapters.spreadsheets.errors_workbook import errors_workbook
from services.directory.adapters.spreadsheets.formats import Format, format_of
from services.directory.adapters.spreadsheets.report_workbook import report_workbook
from services.directory.adapters.spreadsheets.text import read_text
from services.directory.adapters.spreadsheets.workbook import read_workbook
from services.directory.domain.spreadsheet.limits import MEGABYTE, MOST_BYTES
from services.directory.domain.spreadsheet.paper import Paper
from services.directory.domain.spreadsheet.plan import ImportedRow, PlannedRow
from services.directory.domain.spreadsheet.sheet import RawSheet
from shared.errors import Invalid, TooLarge

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class SpreadsheetFiles:
    """The files themselves: bytes that were sent, or a path on this machine."""

    def read(self, file: bytes | Path) -> list[RawSheet]:
        """The sheets in order. Raises TooLarge before reading what is over the limit, Invalid for what is no spreadsheet."""
        check_size(_size(file))
        start = _start(file)
        if format_of(start if not start.startswith(_OLD_OFFICE) else _whole(file)) is Format.ZIP:
            return read_workbook(file)
        return read_text(_whole(file))

    def errors_workbook(self, headers: Sequence[str], rows: Iterable[PlannedRow | ImportedRow]) -> bytes:
        """The refused rows with a column ERRORS, as an xlsx file."""
        return errors_workbook(headers, rows)

    def report(self, paper: Paper) -> bytes:
        """The report of an import, as an xlsx file."""
        return report_workbook(paper)


def check_size(size: int) -> None:
    """`size` in bytes. Raises TooLarge naming the limit."""
    if size > MOST_BYTES:
        raise TooLarge(
            f"The file has {size // MEGABYTE:,} MB; the limit is {MOST_BYTES // MEGABYTE} MB.",
            remedy="Remove pictures and sheets that do not belong to it, or split it into several files.",
        )


def _size(file: bytes | Path) -> int:
    if isinstance(file, bytes):
        return len(file)
    try:
        return file.stat().st_size
    except OSError as error:
        raise _unreadable(file) from error


def _start(file: bytes | Path) -> bytes:
    if isinstance(file, bytes):
        return file[:4096]
    try:
        with file.open("rb") as opened:
            return opened.read(4096)
    except OSError as error:
        raise _unreadable(file) from error


def _whole(file: bytes | Path) -> bytes:
    return file if isinstance(file, bytes) else file.read_bytes()


def _unreadable(file: Path) -> Invalid:
    return Invalid(f"There is no file {file} that can be read.", remedy="Check the name and the folder, and that you may read it.")
