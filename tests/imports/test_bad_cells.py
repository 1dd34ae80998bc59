"""Rows with something wrong: everything wrong with a row is told at once, by row number and their own column header, with what to do."""

from datetime import date
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
import pytest

from services.directory.domain.spreadsheet.plan import ImportTarget, PlannedRow
from tests.imports.conftest import World, courses, venues
from tests.imports.files import COURSE_HEADER, ROUNDHAY, VENUE_HEADER, Value, as_xlsx, course


def only(world: World, file: bytes, into: ImportTarget | None = None) -> PlannedRow:
    (row,) = world.preview(file, *((into,) if into else ())).rows
    return row


def told(row: PlannedRow) -> dict[str, str]:
    assert all(problem.remedy for problem in row.problems)
    return {problem.field: problem.message for problem in row.problems}


def test_everything_wrong_with_a_row_is_told_at_once(world: World, college: ImportTarget) -> None:
    row = only(
        world, courses(course(START_DATE="soon", COST="a lot", DELIVERY_MODE="By post", VENUE_NAME="Nowhere Hall", LARS_QAN="12")), college
    )
    assert row.number == 2
    assert told(row) == {
        "START_DATE": "“soon” cannot be read as a date.",
        "COST": "“a lot” is not an amount of money.",
        "DELIVERY_MODE": "“By post” is not a way of teaching.",
        "LARS_QAN": "“12” is not a qualification number.",
        "VENUE_NAME": "There is no venue “Nowhere Hall” here.",
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("03/09/2026", date(2026, 9, 3)),
        ("3/9/26", date(2026, 9, 3)),
        ("3.9.2026", date(2026, 9, 3)),
        ("2026-09-03", date(2026, 9, 3)),
        ("3 Sept 2026", date(2026, 9, 3)),
        ("Thursday 3rd September 2026", date(2026, 9, 3)),
        ("3-Sep-26", date(2026, 9, 3)),
    ],
)
def test_dates_as_text_are_read_the_british_way(world: World, college: ImportTarget, written: str, meant: date) -> None:
    assert only(world, courses(course(START_DATE=written)), college).changes["starts_on"] == [None, meant.isoformat()]


@pytest.mark.parametrize("written", ["09/25/2026", "31/02/2026", "3 September", "next Monday", "46268", "03/09/1026"])
def test_a_date_that_is_not_sure_is_refused_and_says_how_dates_are_read(world: World, college: ImportTarget, written: str) -> None:
    (problem,) = only(world, courses(course(START_DATE=written)), college).problems
    assert problem.field == "START_DATE" and "day, month, year" in problem.remedy


def test_a_postcode_that_does_not_exist_is_a_problem_of_its_row(world: World) -> None:
    row = only(world, venues(("", "Far Hall", "", "", "Leeds", "", "ls99 9zz", "not an address", "", "")))
    assert told(row) == {"POSTCODE": "There is no postcode LS99 9ZZ.", "EMAIL": "This is not an e-mail address."}


def test_a_sentence_in_the_postcode_cell_is_refused_and_nothing_breaks(world: World) -> None:
    row = only(world, b"Venue Name,Postcode,Town\nA Hall,LS11 at the traffic lights,Leeds\n")
    assert row.problems
    assert {problem.field for problem in row.problems} == {"Postcode"}


def test_a_postcode_that_cannot_be_known_is_taken_with_what_precision_there_is(world: World) -> None:
    world.bring(venues(ROUNDHAY))
    located = world.venue("Roundhay Road Centre").located
    assert located is not None and located.precision.value == "sector"


def test_a_class_that_ends_before_it_starts_is_refused(world: World, college: ImportTarget) -> None:
    file = as_xlsx(
        [("Course name", "Level", "Start date", "End date", "Venue"), ("ESOL", "E1", date(2026, 9, 3), date(2026, 8, 3), "St Aidan’s Hall")]
    )
    assert told(only(world, file, college)) == {"End date": "The class ends on 03/08/2026, before it starts on 03/09/2026."}


def test_a_formula_gives_its_stored_value_and_one_never_worked_out_is_refused(world: World) -> None:
    book = openpyxl.Workbook()
    book.active.append(VENUE_HEADER)
    book.active.append(["V1", '="Roundhay "&"Road"', "", "", "Leeds", "", "LS8 5AN", "", "", ""])
    file = BytesIO()
    book.save(file)
    assert "formula" in told(only(world, file.getvalue()))["VENUE_NAME"]
    worked_out = as_xlsx([VENUE_HEADER, ROUNDHAY])
    assert only(world, worked_out).name == "Roundhay Road Centre"


def test_a_cell_that_shows_an_error_is_refused(world: World) -> None:
    row = only(world, venues(("V1", "#REF!", "", "", "Leeds", "", "LS8 5AN", "", "", "")))
    assert told(row) == {"VENUE_NAME": "The cell shows the error #REF!."}


@pytest.mark.parametrize("text", ["=1+1", "+44 halls", "-5 Lane Hall", "@ the hall"])
def test_text_that_looks_like_a_formula_is_only_text(world: World, text: str) -> None:
    world.bring(venues(("V1", text, "", "", "Leeds", "", "LS8 5AN", "", "", "")))
    assert [venue.details.name for venue in world.venues()] == [text]


def test_a_venue_that_is_not_there_is_told_with_the_nearest_names(world: World, college: ImportTarget) -> None:
    (problem,) = only(world, courses(course(VENUE_NAME="Roundhay Rd Centre")), college).problems
    assert "Did you mean “Roundhay Road Centre”" in problem.remedy


def test_a_course_without_a_venue_is_told_to_say_where_it_meets(world: World, college: ImportTarget) -> None:
    assert told(only(world, courses(course(VENUE_NAME=None)), college)) == {"VENUE_NAME": "Say where the class meets."}


def test_an_online_course_at_a_venue_is_refused(world: World, college: ImportTarget) -> None:
    assert told(only(world, courses(course(DELIVERY_MODE="Online")), college)) == {"VENUE_NAME": "An online class has no venue."}


def test_two_rows_about_the_same_thing_are_told_apart_or_refused(world: World, college: ImportTarget) -> None:
    again = ("V9", *ROUNDHAY[1:])
    assert [row.action.value for row in world.preview(venues(ROUNDHAY, again)).rows] == ["same", "refuse"]
    twice = world.preview(courses(course(), course()), college).rows[1]
    assert told(twice) == {"YOUR_REFERENCE": "Row 2 has this reference too."}
    assert world.preview(courses(course(), course(YOUR_REFERENCE="C2")), college).counts["add"] == 2


def test_row_numbers_are_those_of_the_spreadsheet_program(world: World) -> None:
    lines: list[tuple[Value, ...]] = [("Our venues",), (), VENUE_HEADER, ROUNDHAY, (), ("V2", None, None, None, "Leeds")]
    plan = world.preview(as_xlsx(lines))
    assert [(row.number, row.action.value) for row in plan.rows] == [(4, "add"), (6, "refuse")]


def test_a_long_text_says_how_much_fits(world: World, college: ImportTarget) -> None:
    row = only(world, courses(course(COURSE_NAME="E" * 200, WHAT_YOU_WILL_LEARN="word " * 1000)), college)
    assert "160" in told(row)["COURSE_NAME"] and "4,000" in told(row)["WHAT_YOU_WILL_LEARN"]


def test_the_dfes_headers_are_all_known(world: World, college: ImportTarget) -> None:
    recognised = world.preview(courses(course()), college).recognised
    assert len(recognised.columns) + len(recognised.left_out) == len(COURSE_HEADER)


def test_a_phone_number_that_lost_its_first_0_gets_it_back(world: World) -> None:
    world.bring(as_xlsx([VENUE_HEADER, (*ROUNDHAY[:8], 1134960001, "")]))
    assert world.venue("Roundhay Road Centre").details.phone == "01134960001"


def test_a_note_on_the_cost_alone_does_not_forget_the_fee(world: World, college: ImportTarget) -> None:
    world.bring(courses(course(COST=30)), college)
    world.bring(courses(course(COST=None, COST_DESCRIPTION="Ask about help")), college)
    cost = world.classes()[0].details.cost
    assert (cost.amount_pence, cost.note, cost.kind.value) == (3000, "Ask about help", "paid")
