"""A venue whose address is told on joining is found by no sheet of a stranger: not by name, postcode, reference or a near name."""

import pytest

from services.directory.domain.spreadsheet.plan import ImportTarget, PlannedRow
from services.directory.use_cases.add_venue import add_venue
from services.directory.use_cases.update_venue import update_venue
from shared.contracts.directory import VenueDetails
from shared.permissions import Actor, Role
from tests.imports.conftest import LEEDS, WORKER, World, courses, venues
from tests.imports.files import ROUNDHAY, as_csv, course

ROSEBANK = VenueDetails(name="Rosebank House", authority=LEEDS, postcode="LS7 4HZ", town="Leeds", address_on_joining=True)


def staff_of(into: ImportTarget) -> Actor:
    return Actor("tutor", "Tom Reed", frozenset({Role.PROVIDER}), organisations=frozenset({into.provider_id or ""}))


@pytest.fixture
def refuge(world: World) -> ImportTarget:
    """A provider with a hidden venue."""
    into = world.provider("Women’s Refuge")
    add_venue(world.works, world.places, WORKER, ROSEBANK, into.provider_id)
    return into


@pytest.fixture
def stranger(world: World) -> ImportTarget:
    return world.provider("Small charity")


def guessed(world: World, into: ImportTarget, actor: Actor, postcode: str) -> PlannedRow:
    (row,) = world.preview(as_csv([("Venue name", "Postcode"), ("Rosebank House", postcode)]), into, actor).rows
    return row


def test_a_guessed_postcode_is_answered_alike_whether_right_or_wrong(world: World, refuge: ImportTarget, stranger: ImportTarget) -> None:
    right, wrong = (guessed(world, stranger, staff_of(stranger), postcode) for postcode in ("LS7 4HZ", "LS7 4HX"))
    assert (right.action, right.aggregate_id, right.notes) == (wrong.action, wrong.aggregate_id, wrong.notes) == ("add", None, ())


def test_those_who_keep_it_still_match_it(world: World, refuge: ImportTarget) -> None:
    for actor in (staff_of(refuge), WORKER):
        assert guessed(world, refuge, actor, "LS7 4HZ").action == "same"


def test_a_venue_hidden_later_is_not_matched_by_the_reference_a_stranger_has_for_it(world: World, stranger: ImportTarget) -> None:
    keeper = world.provider("Council services")
    world.bring(venues(ROUNDHAY), keeper)
    world.bring(venues(ROUNDHAY), stranger, staff_of(stranger))
    hall = world.venue("Roundhay Road Centre")
    update_venue(world.works, world.places, WORKER, hall.id, hall.details.model_copy(update={"address_on_joining": True}))
    (row,) = world.preview(venues(ROUNDHAY), stranger, staff_of(stranger)).rows
    assert (row.action, row.notes) == ("add", ())
    (lesson,) = world.preview(courses(course(VENUE_NAME=None, YOUR_VENUE_REFERENCE="V1")), stranger, staff_of(stranger)).rows
    assert lesson.problems[0].message == "No venue has the reference “V1”."


@pytest.mark.parametrize("name", ["Rosebank House", "Rosebank Hous"])
def test_a_course_finds_no_hidden_venue_of_another_nor_hears_its_name(
    world: World, refuge: ImportTarget, stranger: ImportTarget, name: str
) -> None:
    (row,) = world.preview(courses(course(VENUE_NAME=name)), stranger, staff_of(stranger)).rows
    assert row.problems[0].message == f"There is no venue “{name}” here." and "Did you mean" not in row.problems[0].remedy
    (theirs,) = world.preview(courses(course(VENUE_NAME=name)), refuge, staff_of(refuge)).rows
    assert theirs.action == "add" if name == "Rosebank House" else "“Rosebank House”" in theirs.problems[0].remedy
