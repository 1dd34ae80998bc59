"""What is brought in many at a time is told, noted and checked as what is saved by hand."""

from typing import Any

import pytest
from sqlalchemy import select

from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.add_venue import add_venue
from services.directory.use_cases.publish_class import publish_class
from services.directory.use_cases.update_venue import update_venue
from services.directory.use_cases.withdraw_class import withdraw_class
from shared.storage.schema import history, outbox
from tests.imports.conftest import WORKER, World, courses, venues
from tests.imports.files import HAREHILLS, ROUNDHAY, VENUE_HEADER, Value, as_csv, course

pytestmark = pytest.mark.both_databases


def as_it(document: object, subject: str) -> str:
    return str(document).replace(subject, "it")


def told(world: World, subject: str) -> list[tuple[Any, ...]]:
    """Events and history of one thing, without ids and positions."""
    with world.database.read() as connection:
        events = connection.execute(select(outbox).where(outbox.c.subject == subject).order_by(outbox.c.row)).all()
        noted = connection.execute(select(history).where(history.c.entity_id == subject).order_by(history.c.row)).all()
    said = [(each.type, each.authority, each.sequence, each.time, as_it(each.data, subject)) for each in events]
    return [*said, *((each.kind, each.action, each.sequence, as_it(each.changes, subject), each.actor_name, each.at) for each in noted)]


def test_a_venue_brought_in_is_told_and_noted_as_one_added_by_hand(world: World) -> None:
    world.bring(venues(ROUNDHAY, HAREHILLS))
    first = world.venue("Roundhay Road Centre")
    by_hand = add_venue(world.works, world.places, WORKER, first.details, None)
    assert told(world, by_hand.id) == told(world, first.id) and len(told(world, first.id)) == 2
    assert (by_hand.located, by_hand.area) == (first.located, first.area)


def test_a_class_brought_in_is_told_and_noted_as_one_published_by_hand(world: World, college: ImportTarget) -> None:
    world.bring(courses(course(), course(YOUR_REFERENCE="C2", COURSE_NAME="ESOL Entry 3")), college)
    first = world.classes()[0]
    by_hand = publish_class(world.works, WORKER, first.details.model_copy(update={"places": first.details.places}))
    assert told(world, by_hand.id) == told(world, first.id) and len(told(world, first.id)) == 2


def test_classes_at_changed_venues_are_told_again_once_each(world: World, college: ImportTarget) -> None:
    world.bring(courses(course()), college)
    lesson = world.classes()[0]
    world.bring(venues((*ROUNDHAY[:8], "0113 496 0009", ""), (*HAREHILLS[:8], "0113 496 0010", "")), college)
    assert [row[0] for row in told(world, lesson.id)[:2]] == ["uk.signpost.class.published.v1", "uk.signpost.class.updated.v1"]
    assert world.classes()[0].sequence == lesson.sequence + 1


def closing(row: tuple[Value, ...]) -> bytes:
    return as_csv([(*VENUE_HEADER, "YEAR_CLOSED"), (*row, "2025")])


def test_a_venue_where_classes_meet_is_not_closed_by_a_sheet(world: World, college: ImportTarget) -> None:
    world.bring(courses(course()), college)
    (refused,) = world.preview(closing(ROUNDHAY), college).refused
    assert refused.problems[0].field == "YEAR_CLOSED" and "cannot be closed while classes meet there" in refused.problems[0].message
    withdraw_class(world.works, WORKER, world.classes()[0].id)
    assert world.bring(closing(ROUNDHAY), college).plan.counts["change"] == 1


def test_what_changed_after_the_look_is_seen_and_what_did_not_is_not_planned_again(world: World) -> None:
    world.bring(venues(ROUNDHAY))
    venue = world.venue("Roundhay Road Centre")
    changed = venue.details.model_copy(update={"phone": "0113 496 0077"})

    def somebody_saves(done: int, total: int) -> None:
        if done == 1:
            update_venue(world.works, world.places, WORKER, venue.id, changed)

    report = world.bring(venues((*ROUNDHAY[:8], "0113 496 0077", ROUNDHAY[9])), progress=somebody_saves)
    assert report.plan.counts["same"] == 1 and report.import_id is None


def test_rows_a_person_leaves_out_are_not_taken_and_are_named(world: World) -> None:
    report = world.bring(venues(ROUNDHAY, HAREHILLS), leave=[3])
    assert report.plan.counts["leave"] == 1 and [venue.details.name for venue in world.venues()] == ["Roundhay Road Centre"]
    assert report.plan.rows[1].notes == ("Left out, because you said so.",)
