"""Columns as councils and providers call them: by name, by content, under titles, merged, on several sheets."""

from datetime import date, time

import pytest

from services.directory.domain.spreadsheet.plan import ImportTarget, Kind
from shared.contracts.provision import Day
from shared.errors import Invalid
from tests.imports.conftest import World
from tests.imports.files import HAREHILLS, ROUNDHAY, VENUE_HEADER, Value, as_csv, as_xlsx

HALLS = [
    (f"Hall {number}", f"LS8 5A{letter}", f"hall{number}@leeds.gov.uk", "Free parking") for number, letter in enumerate("ABDEF", start=1)
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_files_are_read_in_the_encodings_and_delimiters_people_have(world: World, encoding: str, delimiter: str) -> None:
    cafe = ("V3", "Café “Élan” – Leeds", "1, The Row; left", "", "Leeds", "", "LS8 5AN", "", "", "")
    plan = world.preview(as_csv([VENUE_HEADER, ROUNDHAY, HAREHILLS, cafe], delimiter, encoding))
    assert [row.name for row in plan.rows] == ["Roundhay Road Centre", "St Aidan’s Hall", "Café “Élan” – Leeds"]


def test_excels_own_separator_line_is_understood(world: World) -> None:
    assert world.preview(b"sep=;\r\n" + as_csv([VENUE_HEADER, ROUNDHAY], ";")).counts["add"] == 1


def test_columns_with_unforeseen_headers_are_told_by_what_they_hold(world: World) -> None:
    recognised = world.preview(as_csv([("Building", "Where to find it", "Write to", "Parking"), *HALLS])).recognised
    assert {field: column.why for field, column in recognised.columns.items()} == {
        "name": "its header",
        "postcode": "it holds postcodes",
        "email": "it holds e-mail addresses",
    }
    assert [(left.column, left.reason, left.filled) for left in recognised.left_out] == [
        ("Parking", "Signpost does not know this column.", 5)
    ]


def test_a_providers_own_list_of_classes_is_understood(world: World, college: ImportTarget) -> None:
    header = ("Class", "Level", "Day", "Start time", "End time", "Venue", "Fee", "First session", "Vacancies")
    rows: list[tuple[Value, ...]] = [
        ("Morning English", "E1/E2", "Mon & Wed", time(9, 30), time(11, 30), "St Aidan’s Hall", "Free", date(2026, 9, 7), 4),
        ("Evening English", "Pre-entry", "Thursdays", "6pm", "8pm", "St Aidan’s Hall", "£12.50", "10 Sept 2026", None),
    ]
    world.bring(as_xlsx([header, *rows]), college)
    evening, morning = (each.details for each in world.classes())
    assert [(each.day, each.starts, each.ends) for each in morning.sessions] == [
        (Day.MONDAY, time(9, 30), time(11, 30)),
        (Day.WEDNESDAY, time(9, 30), time(11, 30)),
    ]
    assert [level.value for level in morning.levels] == ["entry-1", "entry-2"] and morning.places.open == 4
    assert evening.sessions[0].starts == time(18) and evening.cost.amount_pence == 1250 and evening.starts_on == date(2026, 9, 10)


def test_of_two_columns_of_the_same_kind_neither_is_guessed(world: World) -> None:
    rows = [(*hall[:3], f"person{at}@home.uk") for at, hall in enumerate(HALLS)]
    recognised = world.preview(as_csv([("Building", "Postcode", "Public", "Private"), *rows])).recognised
    assert "email" not in recognised.columns and {left.column for left in recognised.left_out} == {"Public", "Private"}


def test_a_title_above_the_header_is_passed_over(world: World) -> None:
    assert world.preview(as_csv([["Community buildings 2026"], [], ["Printed 3 May"], VENUE_HEADER, ROUNDHAY])).counts["add"] == 1


def test_a_heading_merged_over_address_columns_is_understood(world: World) -> None:
    file = as_csv([("Building", "Address", "", "", "Postcode"), ("Hall", "Unit 2", "5 High Street", "Morley", "LS8 5AN")])
    world.bring(file)
    details = world.venue("Hall").details
    assert (details.address_1, details.address_2, details.town) == ("Unit 2", "5 High Street", "Morley")


def test_a_header_in_two_rows_is_understood(world: World) -> None:
    upper, lower = ("Building", "Address", "", "Contact", ""), ("", "Line 1", "Line 2", "Email", "Phone")
    columns = world.preview(
        as_csv([upper, lower, ("Hall", "1 High Street", "Morley", "a@leeds.gov.uk", "0113 496 0000")])
    ).recognised.columns
    assert {field: column.header for field, column in columns.items()} == {
        "name": "Building",
        "address_1": "Address Line 1",
        "address_2": "Address Line 2",
        "email": "Email",
        "phone": "Phone",
    }


def test_a_merged_header_that_cannot_be_understood_is_refused_naming_the_cells(world: World) -> None:
    with pytest.raises(Invalid, match=r"header cells C1, D1 are empty"):
        world.preview(as_csv([("Building", "Postcode", "", ""), ("Hall", "LS8 5AN", "x", "y"), ("Room", "LS8 5AN", "z", "w")]))


def test_the_sheet_with_known_columns_is_taken_and_the_others_are_named(world: World) -> None:
    notes = [("To do",), ("Ring the hall",)]
    plan = world.preview(as_xlsx(notes, "Notes", Venues=[VENUE_HEADER, ROUNDHAY], More=[VENUE_HEADER, HAREHILLS]))
    assert plan.sheet == "Venues" and plan.recognised.kind is Kind.VENUES
    assert [left.column for left in plan.left_out_sheets] == ["Notes", "More"]
    assert "another list of venues" in plan.left_out_sheets[1].reason


def test_a_sheet_that_could_be_either_is_refused_saying_what_would_tell(world: World) -> None:
    with pytest.raises(Invalid, match="could be venues or courses") as told:
        world.preview(as_csv([("Name", "Postcode", "Town", "Level", "Day"), ("A", "LS8 5AN", "Leeds", "E1", "Mon")]))
    assert "COURSE_NAME or VENUE_NAME" in told.value.remedy


def test_wrong_columns_are_listed_beside_what_is_needed(world: World) -> None:
    with pytest.raises(Invalid) as told:
        world.preview(as_csv([("Venue name", "Colour"), ("Hall", "red")]))
    assert "“Venue name”, “Colour”" in told.value.message and "postcode" in told.value.remedy


def test_courses_without_a_provider_are_refused_as_a_file(world: World) -> None:
    with pytest.raises(Invalid, match="which provider"):
        world.preview(as_csv([("Course name", "Level"), ("ESOL", "E1")]))


def test_a_list_of_several_authorities_is_not_put_into_one(world: World) -> None:
    with pytest.raises(Invalid, match="several authorities"):
        world.preview(as_csv([("Local authority", "Library name", "Postcode"), ("Leeds", "A", "LS8 5AN"), ("Hull", "B", "HU1 1AA")]))
