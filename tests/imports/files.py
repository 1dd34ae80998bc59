"""Spreadsheets as people have them, made on the spot in the three formats."""

import csv
from collections.abc import Callable, Sequence
from datetime import date, time
from io import BytesIO, StringIO

import xlsxwriter  # type: ignore[import-untyped]
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

Value = str | int | float | bool | date | time | None
Rows = Sequence[Sequence[Value]]

VENUE_HEADER = (
    "YOUR_VENUE_REFERENCE",
    "VENUE_NAME",
    "ADDRESS_LINE_1",
    "ADDRESS_LINE_2",
    "TOWN_OR_CITY",
    "COUNTY",
    "POSTCODE",
    "EMAIL",
    "PHONE",
    "WEBSITE",
)
ROUNDHAY = (
    "V1",
    "Roundhay Road Centre",
    "12 Roundhay Road",
    "",
    "Leeds",
    "West Yorkshire",
    "LS8 5AN",
    "hello@roundhay.org.uk",
    "0113 496 0001",
    "www.roundhay.org.uk",
)
HAREHILLS = ("V2", "St Aidan’s Hall", "Elford Place", "", "Leeds", "West Yorkshire", "LS8 5QD", "", "0113 496 0002", "")

COURSE_HEADER = (
    "LARS_QAN",
    "WHO_THIS_COURSE_IS_FOR",
    "ENTRY_REQUIREMENTS",
    "WHAT_YOU_WILL_LEARN",
    "HOW_YOU_WILL_LEARN",
    "WHAT_YOU_WILL_NEED_TO_BRING",
    "HOW_YOU_WILL_BE_ASSESSED",
    "WHERE_NEXT",
    "COURSE_NAME",
    "YOUR_REFERENCE",
    "DELIVERY_MODE",
    "START_DATE",
    "FLEXIBLE_START_DATE",
    "VENUE_NAME",
    "YOUR_VENUE_REFERENCE",
    "NATIONAL_DELIVERY",
    "SUB_REGION",
    "COURSE_WEBPAGE",
    "COST",
    "COST_DESCRIPTION",
    "DURATION",
    "DURATION_UNIT",
    "STUDY_MODE",
    "ATTENDANCE_PATTERN",
)


def course(**said: Value) -> tuple[Value, ...]:
    """A row of the DfE's course file; what is not said is a plain entry 2 class at the Roundhay Road Centre."""
    usual: dict[str, Value] = {
        "LARS_QAN": "60112345",
        "WHO_THIS_COURSE_IS_FOR": "Adults who speak another language",
        "WHAT_YOU_WILL_LEARN": "Speaking and listening",
        "COURSE_NAME": "ESOL Entry 2",
        "YOUR_REFERENCE": "C1",
        "DELIVERY_MODE": "Classroom based",
        "START_DATE": date(2026, 9, 3),
        "FLEXIBLE_START_DATE": "No",
        "VENUE_NAME": "Roundhay Road Centre",
        "COST": 0,
        "DURATION": 12,
        "DURATION_UNIT": "Weeks",
        "STUDY_MODE": "Part-time",
        "ATTENDANCE_PATTERN": "Daytime",
    }
    return tuple({**usual, **said}.get(column) for column in COURSE_HEADER)


def as_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Dates as a British Excel writes them."""
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([_written(value) for value in row] for row in rows)
    return text.getvalue().encode(encoding)


def _written(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else f"{value:%H:%M}" if isinstance(value, time) else str(value)


def as_xlsx(rows: Rows, name: str = "Sheet1", **others: Rows) -> bytes:
    """`others`: more sheets, by name, after the first."""
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {date: book.add_format({"num_format": "dd/mm/yyyy"}), time: book.add_format({"num_format": "hh:mm"})}
    for title, lines in {name: rows, **others}.items():
        sheet = book.add_worksheet(title)
        for at, row in enumerate(lines):
            for column, value in enumerate(row):
                if value is not None and value != "":
                    sheet.write(at, column, value, formats.get(type(value)))
    book.close()
    return file.getvalue()


def as_ods(rows: Rows, name: str = "Sheet1") -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name=name)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    table.addElement(TableRow(numberrowsrepeated=1_048_000))
    book.spreadsheet.addElement(table)
    file = BytesIO()
    book.write(file)
    return file.getvalue()


def _ods_cell(value: Value) -> TableCell:
    if value is None or value == "":
        return TableCell()
    if isinstance(value, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=str(value))
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, time):
        return TableCell(valuetype="time", timevalue=f"PT{value:%H}H{value:%M}M00S")
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=value))
    return cell


FORMATS: dict[str, Callable[[Rows], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods}
