"""What an import writes: only what changed, once, as if done by hand; and nothing of what it may not touch."""

import pytest

from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.update_venue import update_venue
from services.directory.use_cases.withdraw_class import withdraw_class
from shared.errors import Invalid, NotAllowed, NotFound
from shared.messaging.log import EventLog
from shared.permissions import Actor, Role
from tests.imports.conftest import LEEDS, WORKER, World, courses, venues
from tests.imports.files import HAREHILLS, ROUNDHAY, VENUE_HEADER, as_csv, as_xlsx, course

pytestmark = pytest.mark.both_databases

BAD = ("V9", "Bad Hall", "", "", "Leeds", "", "LS99 9ZZ", "", "", "")


def test_a_preview_writes_nothing(world: World) -> None:
    before = world.content()
    assert world.preview(venues(ROUNDHAY, BAD)).counts == {"add": 1, "change": 0, "same": 0, "refuse": 1}
    assert world.content() == before


def test_the_same_file_a_second_time_writes_nothing(world: World, college: ImportTarget) -> None:
    world.bring(courses(course(), course(YOUR_REFERENCE="C2", COURSE_NAME="ESOL Entry 3")), college)
    before = world.content()
    again = world.bring(courses(course(), course(YOUR_REFERENCE="C2", COURSE_NAME="ESOL Entry 3")), college)
    assert again.plan.counts["same"] == 2 and again.import_id is None
    assert world.bring(venues(ROUNDHAY, HAREHILLS), college).import_id is None
    assert world.content() == before


def test_only_what_changed_is_changed_with_its_event_and_history(world: World, college: ImportTarget) -> None:
    world.bring(courses(course(), course(YOUR_REFERENCE="C2")), college)
    EventLog(world.database).sequence_new()
    before = world.content()
    report = world.bring(courses(course(COURSE_NAME="ESOL Entry 3", COST=20), course(YOUR_REFERENCE="C2")), college)
    changed, same = report.plan.rows
    assert (changed.action.value, same.action.value) == ("change", "same")
    assert set(changed.changes) == {"name", "levels", "cost"} and changed.changes["name"] == ["ESOL Entry 2", "ESOL Entry 3"]
    EventLog(world.database).sequence_new()
    after = world.content()
    assert len(after["history"]) - len(before["history"]) == 1
    told = EventLog(world.database).after(len(before["outbox"]), 10)
    assert [(event.type, event.subject) for _, event in told if event.type.startswith("uk.signpost.class.")] == [
        ("uk.signpost.class.updated.v1", changed.aggregate_id)
    ]
    with world.works.look() as stores:
        assert changed.aggregate_id
        (latest, first) = stores.history("class", changed.aggregate_id, limit=5, before=None)
    assert (latest.action, first.action) == ("updated", "published")
    assert (latest.actor_name, latest.purpose) == ("Dina Malik", "import classes of autumn.xlsx")


def test_an_empty_cell_and_a_missing_column_say_nothing(world: World) -> None:
    world.bring(venues(ROUNDHAY))
    world.bring(as_csv([("Venue name", "Postcode", "Phone", "Email"), ("Roundhay Road Centre", "LS8 5AN", "0113 496 7777", "")]))
    details = world.venue("Roundhay Road Centre").details
    assert details.phone == "0113 496 7777"
    assert (details.email, details.address_1) == ("hello@roundhay.org.uk", "12 Roundhay Road")


def test_a_venue_renamed_in_the_sheet_is_the_same_venue_by_its_reference(world: World) -> None:
    world.bring(venues(ROUNDHAY))
    report = world.bring(venues(("V1", "Roundhay Road Learning Centre", *ROUNDHAY[2:])))
    assert report.plan.counts["change"] == 1
    assert [venue.details.name for venue in world.venues()] == ["Roundhay Road Learning Centre"]


def test_a_course_finds_its_venue_by_the_reference_of_an_earlier_import(world: World, college: ImportTarget) -> None:
    world.bring(courses(course(VENUE_NAME=None, YOUR_VENUE_REFERENCE="V2")), college)
    assert world.classes()[0].details.venue_id == world.venue("St Aidan’s Hall").id


def test_a_file_with_a_bad_row_is_refused_whole_unless_the_good_rows_are_asked_for(world: World) -> None:
    before = world.content()
    refused = world.bring(venues(ROUNDHAY, BAD, HAREHILLS))
    assert refused.file_refused and refused.import_id is None and world.content() == before
    taken = world.bring(venues(ROUNDHAY, BAD, HAREHILLS), take_good_rows=True)
    assert taken.plan.counts == {"add": 2, "change": 0, "same": 0, "refuse": 1} and not taken.file_refused
    assert [venue.details.name for venue in world.venues()] == ["Roundhay Road Centre", "St Aidan’s Hall"]


def test_the_record_of_an_import_says_who_what_and_how_many(world: World) -> None:
    report = world.bring(venues(ROUNDHAY, BAD), take_good_rows=True)
    with world.works.look() as stores:
        (record,) = stores.imports.page(10, authority=LEEDS)
        (failed,) = [row for row in stores.imports.rows(record.id) if row.action.value == "refuse"]
    assert record.id == report.import_id and record.counts == report.plan.counts
    assert (record.by_name, record.filename, record.headers) == ("Dina Malik", "classes of autumn.xlsx", VENUE_HEADER)
    assert failed.number == 3 and failed.cells == BAD and failed.problems[0].field == "POSTCODE"


def test_pressed_twice_with_one_key_it_is_done_once(world: World) -> None:
    first = world.bring(venues(ROUNDHAY, BAD), take_good_rows=True, key=("k1", "the file"))
    before = world.content()
    second = world.bring(venues(ROUNDHAY, BAD), take_good_rows=True, key=("k1", "the file"))
    assert second.import_id == first.import_id and world.content() == before


def test_progress_is_told_up_to_the_last_row(world: World) -> None:
    heard: list[tuple[int, int]] = []
    rows = [(f"V{at}", f"Hall {at}", "", "", "Leeds", "", "LS8 5AN", "", "", "") for at in range(700)]
    world.bring(venues(*rows), progress=lambda done, total: heard.append((done, total)))
    assert heard == [(500, 1400), (700, 1400), (1200, 1400), (1400, 1400)]  # looked through, then kept


def test_a_shared_venue_kept_by_others_is_matched_and_left_as_it_is(world: World) -> None:
    world.bring(venues(ROUNDHAY), world.provider("Council services"))
    into = world.provider("Small charity")
    staff = Actor("tutor", "Tom Reed", frozenset({Role.PROVIDER}), organisations=frozenset({into.provider_id or ""}))
    (row,) = world.bring(venues(("OUR-1", *ROUNDHAY[1:8], "0113 496 9999", "")), into, staff).plan.rows
    assert row.action.value == "same" and "kept by Council services" in row.notes[0]
    assert world.venue("Roundhay Road Centre").details.phone == "0113 496 0001"
    world.bring(courses(course(VENUE_NAME=None, YOUR_VENUE_REFERENCE="OUR-1")), into, staff)
    assert world.classes()[0].details.venue_id == world.venue("Roundhay Road Centre").id


def test_a_class_withdrawn_by_hand_does_not_come_back_by_an_import(world: World, college: ImportTarget) -> None:
    world.bring(courses(course()), college)
    withdraw_class(world.works, WORKER, world.classes()[0].id)
    report = world.bring(courses(course()), college)
    assert report.file_refused and "withdrawn" in report.plan.refused[0].problems[0].message
    assert world.classes() == []


def test_a_closed_venue_is_kept_but_no_class_can_meet_there(world: World, college: ImportTarget) -> None:
    hall = world.venue("St Aidan’s Hall")
    update_venue(world.works, world.places, WORKER, hall.id, hall.details.model_copy(update={"closed_in": 2019}))
    (row,) = world.preview(courses(course(VENUE_NAME="St Aidan’s Hall")), college).rows
    assert row.problems[0].message == "St Aidan’s Hall closed in 2019."


def test_providers_may_be_named_in_a_column(world: World, college: ImportTarget) -> None:
    header = ("Provider", "Course name", "Level", "Venue")
    file = as_xlsx([header, ("Harehills College", "ESOL", "E1", "St Aidan’s Hall"), ("Harehils College", "ESOL", "E2", "St Aidan’s Hall")])
    good, bad = world.preview(file).rows
    assert good.action.value == "add" and "Did you mean “Harehills College”" in bad.problems[0].remedy


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (Actor("r", "Referrer", frozenset({Role.REFERRER}), authorities=frozenset({LEEDS})), NotAllowed),
        (Actor("w", "Elsewhere", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({"E08000032"})), NotAllowed),
        (Actor("p", "A provider", frozenset({Role.PROVIDER}), organisations=frozenset({"other"})), NotAllowed),
    ],
)
def test_only_those_who_may_write_there_may_import(world: World, actor: Actor, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        world.preview(venues(ROUNDHAY), actor=actor)
    with pytest.raises(refusal):
        world.bring(venues(ROUNDHAY), actor=actor)


def test_an_authority_or_provider_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        world.preview(venues(ROUNDHAY), ImportTarget("Leeds"))
    with pytest.raises(NotFound):
        world.preview(venues(ROUNDHAY), ImportTarget(LEEDS, "nobody"))
