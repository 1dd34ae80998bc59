"""An import is taken back: the state before is there again, except where somebody changed something since."""

from datetime import timedelta

import pytest

from services.directory.domain.spreadsheet.plan import ImportReport, ImportTarget
from services.directory.use_cases.restore_class import restore_class
from services.directory.use_cases.update_provider import update_provider
from services.directory.use_cases.update_venue import update_venue
from services.directory.use_cases.verify_class import verify_class
from services.directory.use_cases.withdraw_class import withdraw_class
from shared.contracts.directory import ProviderDetails
from shared.errors import Conflict, NotAllowed, NotFound
from shared.permissions import Actor, Role
from tests.imports.conftest import LEEDS, WORKER, World, courses, venues
from tests.imports.files import COURSE_HEADER, HAREHILLS, ROUNDHAY, as_csv, course

pytestmark = pytest.mark.both_databases

LATER = timedelta(days=3)
BRADFORD = "E08000032"


def refusal(world: World, report: ImportReport) -> dict[str, str]:
    """What an undo that can do nothing says of each row, by name."""
    with pytest.raises(Conflict) as refused:
        world.undo(report.import_id)
    return {problem.field: problem.message for problem in refused.value.problems}


def test_what_was_added_goes_and_what_was_changed_gets_its_former_state(world: World) -> None:
    world.bring(venues(ROUNDHAY))
    before = world.venue("Roundhay Road Centre")
    report = world.bring(venues((*ROUNDHAY[:8], "0113 496 9999", ""), HAREHILLS))
    undone = world.undo(report.import_id)
    assert (undone.removed, undone.restored, undone.left_alone) == (1, 1, ())
    (after,) = world.venues()
    assert (after.details, after.located) == (before.details, before.located)


def test_a_class_gets_back_its_details_and_its_age(world: World, college: ImportTarget) -> None:
    world.bring(courses(course()), college)
    (before,) = world.classes()
    world.clock.move(LATER)
    report = world.bring(courses(course(COST=30), course(YOUR_REFERENCE="C2", COURSE_NAME="ESOL Entry 3")), college)
    world.clock.move(LATER)
    assert world.undo(report.import_id).removed == 1
    (after,) = world.classes()
    assert (after.details, after.verified_at, after.verified_by) == (before.details, before.verified_at, before.verified_by)
    assert after.sequence == before.sequence + 2


def test_what_somebody_changed_since_is_left_alone_and_named(world: World) -> None:
    report = world.bring(venues(ROUNDHAY, HAREHILLS))
    hall = world.venue("St Aidan’s Hall")
    update_venue(world.works, world.places, WORKER, hall.id, hall.details.model_copy(update={"phone": "0113 496 5555"}))
    undone = world.undo(report.import_id)
    assert undone.removed == 1
    assert undone.left_alone == (("St Aidan’s Hall", "It was changed since by Dina Malik on 20 August 2026. It was left as it is now."),)
    assert [venue.details.phone for venue in world.venues()] == ["0113 496 5555"]


def test_a_class_somebody_said_is_still_right_is_left_alone(world: World, college: ImportTarget) -> None:
    report = world.bring(courses(course()), college)
    verify_class(world.works, WORKER, world.classes()[0].id)
    assert list(refusal(world, report)) == ["ESOL Entry 2"]


def test_a_class_whose_venue_changed_since_is_nobodys_change(world: World, college: ImportTarget) -> None:
    report = world.bring(courses(course()), college)
    hall = world.venue("Roundhay Road Centre")
    update_venue(world.works, world.places, WORKER, hall.id, hall.details.model_copy(update={"step_free": True}))
    assert world.undo(report.import_id).removed == 1 and world.classes() == []


def test_a_venue_where_classes_meet_now_stays(world: World) -> None:
    into = world.provider()
    report = world.bring(venues(ROUNDHAY, HAREHILLS), into)
    world.bring(courses(course()), into)
    undone = world.undo(report.import_id)
    assert undone.removed == 1 and undone.left_alone[0][0] == "Roundhay Road Centre" and "classes meet there" in undone.left_alone[0][1]


def test_an_undo_that_can_do_nothing_says_why_and_is_not_used_up(world: World) -> None:
    into = world.provider()
    halls = world.bring(venues(ROUNDHAY), into)
    lessons = world.bring(courses(course()), into)
    assert list(refusal(world, halls)) == ["Roundhay Road Centre"]
    assert (world.undo(lessons.import_id).removed, world.undo(halls.import_id).removed) == (1, 1)


def test_a_class_is_not_restored_to_a_venue_that_an_undo_removed(world: World) -> None:
    into = world.provider()
    hall = world.bring(venues(ROUNDHAY), into)
    world.bring(courses(course()), into)
    lesson = world.classes()[0].id
    withdraw_class(world.works, WORKER, lesson)
    assert world.undo(hall.import_id).removed == 1
    with pytest.raises(Conflict, match="Roundhay Road Centre was removed") as refusal:
        restore_class(world.works, WORKER, lesson)
    assert "another venue" in refusal.value.remedy and world.classes() == []


def test_a_class_does_not_go_back_to_a_venue_that_was_removed(world: World) -> None:
    into = world.provider()
    hall = world.bring(venues(ROUNDHAY), into)
    world.bring(venues(HAREHILLS), into)
    world.bring(courses(course()), into)
    moved = world.bring(courses(course(VENUE_NAME="St Aidan’s Hall")), into)
    world.undo(hall.import_id)
    assert "was removed" in refusal(world, moved)["ESOL Entry 2"]
    assert world.classes()[0].details.venue_id == world.venue("St Aidan’s Hall").id


def test_a_class_whose_provider_moved_to_another_authority_is_left_to_its_people(world: World, college: ImportTarget) -> None:
    for cost in (0, 30):
        report = world.bring(as_csv([(*COURSE_HEADER, "Provider"), (*course(COST=cost), "Harehills College")]))
    both = Actor("both", "Both", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({LEEDS, BRADFORD}))
    elsewhere = ProviderDetails(name="Harehills College", authority=BRADFORD)
    update_provider(world.works, both, college.provider_id or "", elsewhere)
    assert "You may not change" in refusal(world, report)["ESOL Entry 2"]
    assert world.classes()[0].details.cost.amount_pence == 3000


def test_a_second_undo_says_who_undid_it_when(world: World) -> None:
    report = world.bring(venues(ROUNDHAY))
    world.undo(report.import_id)
    before = world.content()
    with pytest.raises(Conflict, match=r"undone already, by Dina Malik on 20 August 2026"):
        world.undo(report.import_id)
    assert world.content() == before


def test_after_an_undo_the_file_can_be_imported_again(world: World, college: ImportTarget) -> None:
    world.undo(world.bring(courses(course()), college).import_id)
    assert world.bring(courses(course()), college).plan.counts["add"] == 1
    assert len(world.classes()) == 1


def test_only_those_who_may_import_there_may_undo(world: World) -> None:
    report = world.bring(venues(ROUNDHAY))
    elsewhere = Actor("x", "Elsewhere", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({"E08000032"}))
    with pytest.raises(NotAllowed):
        world.undo(report.import_id, elsewhere)
    with pytest.raises(NotFound):
        world.undo("none")
    assert len(world.venues()) == 1
