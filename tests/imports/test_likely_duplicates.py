"""Likely duplicates are shown to a person, with a reason, and nothing is taken for one that only looks like it."""

import csv
from pathlib import Path

import pytest

from services.directory.domain.spreadsheet.likely_venues import Candidate, likely_venues
from services.directory.domain.spreadsheet.plan import ImportTarget, Likeness
from services.directory.use_cases.update_venue import update_venue
from tests.imports.conftest import WORKER, World, courses, venues
from tests.imports.files import HAREHILLS, ROUNDHAY, Value, course
from tests.not_tested import not_tested

pytestmark = pytest.mark.both_databases

DATA = Path(__file__).parents[3] / "shared" / "data"


def hall(name: str, postcode: str = "LS8 5AN", reference: str = "", street: str = "", town: str = "Leeds") -> tuple[Value, ...]:
    return (reference, name, street, "", town, "", postcode, "", "", "")


def likely(world: World, *rows: tuple[Value, ...]) -> list[tuple[int, str, str]]:
    return [(each.number, each.other_name, each.sureness) for each in world.preview(venues(*rows)).likely]


def test_almost_the_same_name_at_the_same_postcode_is_likely_to_be_there_already(world: World) -> None:
    world.bring(venues(ROUNDHAY))
    (found,) = world.preview(venues(hall("Roundhay Rd Community Centre"), HAREHILLS)).likely
    assert (found.number, found.other_name) == (2, "Roundhay Road Centre")
    assert found.reason == "Almost the same name at the same postcode, LS8 5AN." and found.sureness == "very likely the same"


def test_two_rows_of_the_sheet_are_likely_to_be_one_building(world: World) -> None:
    (found,) = world.preview(venues(hall("St Aidan’s Hall"), hall("Saint Aidans Hall", "LS8 5AP"), hall("St. Aidan’s Church Hall"))).likely
    assert (found.number, found.other_row) == (4, 2)


def test_halls_of_other_numbers_other_names_or_other_places_are_no_duplicates(world: World) -> None:
    world.bring(venues(hall("Gipton Hall 1"), hall("Central Library", "BD1 1AA", town="Bradford"), hall("Oak Room")))
    assert likely(world, hall("Gipton Hall 2"), hall("Central Library", "HX1 1AA", town="Halifax"), hall("Elm Room")) == []


def test_what_another_row_of_the_sheet_is_about_is_no_duplicate(world: World) -> None:
    world.bring(venues(ROUNDHAY))
    assert likely(world, ROUNDHAY, hall("Roundhay Road Youth Centre", "LS8 5AN")) == []


def test_a_hidden_venue_is_told_to_nobody_who_may_not_see_it(world: World) -> None:
    college, other = world.provider(), world.provider("Another College")
    world.bring(venues(ROUNDHAY), college)
    venue = world.venue("Roundhay Road Centre")
    update_venue(world.works, world.places, WORKER, venue.id, venue.details.model_copy(update={"address_on_joining": True}))
    stranger = WORKER.__class__("s", "Stranger", frozenset({"provider"}), organisations=frozenset({other.provider_id or ""}))  # type: ignore[arg-type]
    assert world.preview(venues(hall("Roundhay Rd Centre")), other, stranger).likely == ()
    assert len(world.preview(venues(hall("Roundhay Rd Centre")), college).likely) == 1


def test_a_class_of_almost_the_same_name_at_the_same_venue_and_start_is_likely_there_already(world: World, college: ImportTarget) -> None:
    world.bring(courses(course(YOUR_REFERENCE="A")), college)
    shown = world.preview(courses(course(YOUR_REFERENCE="B", COURSE_NAME="ESOL – Entry 2")), college).likely
    assert [each.reason for each in shown] == ["The same name at the same venue, starting on the same day, from one provider."]
    other_level = world.preview(courses(course(YOUR_REFERENCE="B", COURSE_NAME="ESOL Entry 3")), college)
    assert other_level.likely == ()


def libraries(file: str, name: str, address: str, town: str, postcode: str) -> list[Candidate]:
    path = DATA / file
    if not path.exists():
        not_tested("likely duplicates in the lists of real libraries", f"put {file} into ../shared/data beside the checkout")
    with path.open(encoding="utf-8-sig") as opened:
        rows = list(csv.DictReader(opened))
    told = [(row[name].strip(), row[address].strip(), row[town].strip(), row[postcode].strip()) for row in rows]
    return [Candidate(*each, number=at) for at, each in enumerate(told, 2)]


def written_otherwise(venue: Candidate, at: int) -> Candidate:
    """As another person would write it: another word for the kind of place, a slip, another postcode of the same building."""
    slip = venue.name[:3] + venue.name[4:]
    name = (venue.name.replace("Library", "Community Library"), slip, f"{venue.name} and Hub", venue.name)[at % 4]
    postcode = venue.postcode[:-2] + "ZZ" if at % 4 == 3 else venue.postcode
    return Candidate(name, venue.address, venue.town, postcode, number=at + 1000)


@pytest.fixture(scope="module")
def region() -> list[Candidate]:
    return libraries("yh_libraries.csv", "name", "address1", "address2", "postcode")


def test_among_400_libraries_of_the_region_only_the_one_listed_twice_is_a_duplicate(region: list[Candidate]) -> None:
    assert [(each.number, each.other_row) for each in likely_venues(region, [])] == [(270, 269)]


def test_libraries_written_otherwise_are_found_and_no_other_is_taken_for_them(region: list[Candidate]) -> None:
    stored = [Candidate(v.name, v.address, v.town, v.postcode, id=str(v.number)) for v in region if v.number not in {269, 270}]
    leeds = libraries("leeds_libraries.csv", "Library name", "Address 1", "Address 2", "Postcode")
    rows = [written_otherwise(venue, at) for at, venue in enumerate(leeds)]
    found = likely_venues(rows, stored)
    by_id = {venue.id: venue.name for venue in stored}
    right = [each for each in found if by_id[each.other_id] == leeds[each.number - 1000].name]
    assert found and [wrong for wrong in found if wrong not in right] == []
    assert len({each.number for each in right}) >= 0.95 * len(rows)


def test_sureness_is_told_in_words() -> None:
    assert [Likeness(1, "", score, "").sureness for score in (95, 75, 60)] == ["very likely the same", "likely the same", "may be the same"]
