"""Reading xlsx and ods workbooks. What they claim and how far they reach is checked before they are laid out in memory."""

import posixpath
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from services.directory.adapters.spreadsheets.archive import Archive, damaged
from services.directory.adapters.spreadsheets.formats import SAVE_AS
from services.directory.adapters.spreadsheets.plain_sheet import is_plain
from services.directory.adapters.spreadsheets.scan import OdsScan, Scan, XlsxScan, scan_part
from services.directory.domain.spreadsheet.sheet import Cell, RawSheet, Row, without_tail
from shared.errors import Invalid

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_NOT_SPREADSHEETS = (("word/", "a Word document"), ("ppt/", "a PowerPoint presentation"), ("Index/", "an Apple Numbers or Pages document"))
_EMPTY_TEXT = str.maketrans("", "", "\x00\ufeff\u200b")


def read_workbook(source: bytes | Path) -> list[RawSheet]:
    """The visible sheets in order. Raises Invalid or TooLarge."""
    archive = Archive(source)
    archive.check_streams()
    scans = _scans(archive)
    try:
        workbook = load_workbook(BytesIO(source) if isinstance(source, bytes) else source)
    except CalamineError as error:
        raise damaged() from error
    latest = _LatestSheet(workbook)
    seen = [
        each.name for each in workbook.sheets_metadata if each.visible is SheetVisibleEnum.Visible and each.typ is SheetTypeEnum.WorkSheet
    ]
    if not scans.keys() >= set(seen):
        raise damaged()
    return [RawSheet(name, _rows(name, latest, scans[name])) for name in seen]


class _LatestSheet:
    """Holds one sheet at a time: a large one takes a hundred megabytes."""

    def __init__(self, workbook: CalamineWorkbook) -> None:
        self._workbook = workbook
        self._held: CalamineSheet | None = None

    def get(self, name: str) -> CalamineSheet:
        if self._held is None or self._held.name != name:
            self._held = None
            try:
                self._held = self._workbook.get_sheet_by_name(name)
            except CalamineError as error:
                raise damaged() from error
        return self._held


def _rows(name: str, latest: _LatestSheet, scan: Scan) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        sheet = latest.get(name)
        blank = sheet.start[1] if sheet.start else 0
        for at, values in enumerate(sheet.iter_rows()):
            cells = [None] * blank + [_cell(value) for value in values]
            if scan.broken:
                cells = [scan.broken.get((at, column), cell) for column, cell in enumerate(cells)]
            yield Row(at + 1, without_tail(cells))

    return rows


def _cell(value: object) -> Cell:
    """Midnight is a date without a time; a duration under a day is a time (ods keeps times so)."""
    if isinstance(value, str):
        return (value if value.isprintable() else value.translate(_EMPTY_TEXT)).strip() or None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return (datetime.combine(date.min, time()) + value).time() if timedelta() <= value < timedelta(days=1) else value
    if isinstance(value, bool | int | float | date | time):
        return value
    return None


def _scans(archive: Archive) -> dict[str, Scan]:
    """By sheet name. Raises Invalid when the archive holds no workbook, or could be read as two different ones."""
    if {"xl/workbook.xml", "content.xml"} <= set(archive.names):
        raise damaged()
    if "xl/workbook.xml" in archive.names:
        return _xlsx_scans(archive)
    if archive.read("mimetype").strip() == _ODS:
        return _ods_scans(archive)
    raise Invalid(_what_else(archive), remedy=SAVE_AS)


def _xlsx_scans(archive: Archive) -> dict[str, Scan]:
    try:
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - expat stops entities that blow up, sizes are checked
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - the same
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise damaged() from error
    targets = [(link.get("Id"), posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))) for link in links]
    parts = {name: "/" + path.lstrip("/") for name, path in targets}
    sheets = [(sheet.get("name", ""), parts.get(_linked(sheet), "")) for sheet in book.iter() if sheet.tag.endswith("}sheet")]
    if len(parts) != len(targets) or len(dict(sheets)) != len(sheets):
        raise damaged()  # two of one name: the reading library might take the one that was not looked at
    stored = {f"/{name}".lower(): name for name in archive.names}
    return {name: _scanned(archive, stored[part.lower()]) for name, part in sheets if part.lower() in stored}


def _linked(sheet: ElementTree.Element) -> str | None:
    """The relationship's id; its namespace differs between the transitional and the strict kind of workbook."""
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)


def _scanned(archive: Archive, part: str) -> Scan:
    scan = XlsxScan()
    if is_plain(archive.chunks(part)):
        return scan.found
    scan_part(archive.chunks(part), scan)
    return scan.found


def _ods_scans(archive: Archive) -> dict[str, Scan]:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Invalid(
            "The workbook is protected by a password, so it cannot be read.", remedy="Save it without a password, then choose it again."
        )
    scan = OdsScan()
    scan_part(archive.chunks("content.xml") if "content.xml" in archive.names else [], scan)
    return scan.found


def _what_else(archive: Archive) -> str:
    if "xl/workbook.bin" in archive.names:
        return "This is a binary workbook (.xlsb), which is not read."
    for folder, what in _NOT_SPREADSHEETS:
        if any(name.startswith(folder) for name in archive.names):
            return f"This is {what}, not a spreadsheet."
    return "This is a zip archive, not a spreadsheet."
