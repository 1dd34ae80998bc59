"""Failed rows come back as a workbook that can be mended and sent again."""

import zipfile
from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.adapters.spreadsheets.errors_workbook import errors_workbook
from services.directory.adapters.spreadsheets.reading import SpreadsheetFiles
from services.directory.domain.spreadsheet.plan import Action, ImportTarget, PlannedRow
from services.directory.domain.spreadsheet.sheet import as_text
from tests.imports.conftest import World, courses, venues
from tests.imports.files import COURSE_HEADER, HAREHILLS, ROUNDHAY, VENUE_HEADER, course

BAD = ("V9", "=1+1", "+44 Street", "", "Leeds", "", "LS99 9ZZ", "nobody", "0113 496 0003", "")


def lines(workbook: bytes) -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(BytesIO(workbook)).active.iter_rows(values_only=True)]


def test_it_has_their_columns_in_their_order_and_errors_as_the_dfe_writes_them(world: World) -> None:
    plan = world.preview(venues(ROUNDHAY, BAD, HAREHILLS))
    header, row = lines(errors_workbook(plan.headers, plan.refused))
    assert header == [*VENUE_HEADER, "ERRORS"]
    assert row[:-1] == [text or None for text in BAD]
    assert row[-1] == (
        "EMAIL: This is not an e-mail address. Write one address such as esol@college.ac.uk, or leave it empty.; "
        "POSTCODE: There is no postcode LS99 9ZZ. Check it on an envelope or a map, or leave it empty and give the town."
    )


def test_mended_without_removing_the_errors_column_it_can_be_imported(world: World) -> None:
    plan = world.preview(venues(ROUNDHAY, BAD))
    book = openpyxl.load_workbook(BytesIO(errors_workbook(plan.headers, plan.refused)))
    book.active["G2"], book.active["H2"] = "LS8 5AN", None
    mended = BytesIO()
    book.save(mended)
    report = world.bring(mended.getvalue())
    assert report.plan.counts["add"] == 1 and world.venue("=1+1").details.address_1 == "+44 Street"


def test_handed_back_twice_it_has_one_errors_column(world: World) -> None:
    first = world.preview(venues(BAD))
    again = world.preview(errors_workbook(first.headers, first.refused))
    assert lines(errors_workbook(again.headers, again.refused)) == lines(errors_workbook(first.headers, first.refused))


def test_the_failed_rows_of_an_import_that_was_done_can_be_had_later(world: World, college: ImportTarget) -> None:
    report = world.bring(courses(course(), course(YOUR_REFERENCE="C2", START_DATE="soon")), college, take_good_rows=True)
    with world.works.look() as stores:
        record = stores.imports.get(report.import_id or "")
        failed = list(stores.imports.rows(record.id, Action.REFUSE))
    header, row = lines(errors_workbook(record.headers, failed))
    assert header == [*COURSE_HEADER, "ERRORS"] and row[-1].startswith("START_DATE: “soon” cannot be read as a date.")


def test_no_cell_is_written_as_a_formula(world: World) -> None:
    plan = world.preview(venues(BAD))
    with zipfile.ZipFile(BytesIO(errors_workbook(plan.headers, plan.refused))) as parts:
        sheet, styles = parts.read("xl/worksheets/sheet1.xml"), parts.read("xl/styles.xml")
    assert b"<f>" not in sheet and b'quotePrefix="1"' in styles


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_whatever_stood_in_a_cell_stands_there_again(cells: list[str]) -> None:
    texts = tuple(as_text(cell) for cell in read_back([cells]))
    assert texts == tuple(as_text(cell) for cell in read_back([list(texts)]))


def read_back(rows: list[list[str]]) -> tuple[Any, ...]:
    headers = [f"H{at}" for at in range(len(rows[0]))]
    file = errors_workbook(headers, [PlannedRow(2, Action.REFUSE, "x", cells=tuple(row)) for row in rows])
    (sheet,) = SpreadsheetFiles().read(file)
    read = [row.cells for row in sheet.rows()][1:]
    return tuple([*read[0], *[None] * len(headers)][: len(headers)]) if read else (None,) * len(headers)


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "0113", "1/2", "2026-09-03", "'=1"])
def test_text_comes_back_as_the_text_it_was(text: str) -> None:
    assert read_back([[text]]) == (text.strip(),)
