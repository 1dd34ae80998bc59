"""An import can be tried beforehand and taken back afterwards, as one of a spreadsheet can."""

import pytest

from services.directory.use_cases.undo_import import undo_import
from services.directory.use_cases.verify_class import verify_class
from shared.errors import Conflict
from tests.feeds.conftest import WORKER, World, row
from tests.feeds.server import classes, place, service


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(world: World) -> None:
    world.server.services, world.server.per_page = [*classes(12), service("Food bank")], 5
    before = world.everything()
    report = world.take(dry_run=True)
    assert world.everything() == before
    assert (report.counts, report.import_id) == ({"added": 14, "other": 1}, None)
    assert world.take().counts == report.counts


def test_a_dry_run_over_what_is_there_tells_changes_clashes_and_what_would_go(world: World) -> None:
    world.server.services, world.server.per_page = classes(12), 5
    world.take()
    world.correct("ESOL Entry 1, group 000", description="Ours.")
    gone = world.server.services.pop()
    for at, words in ((0, "Theirs."), (1, "New.")):
        world.server.services[at]["description"] = words
    world.server.services[2]["organization"] = None
    before = world.everything()
    told = world.take(dry_run=True, full=True)
    assert world.everything() == before
    assert (told.counts["changed"], told.counts["clashes"], told.counts["refused"], told.counts["withdrawn"]) == (1, 1, 1, 1)
    assert row(told, gone["name"]).outcome.value == "withdrawn"
    assert world.take(full=True).counts == told.counts


def test_what_was_added_goes_and_the_feed_can_be_taken_in_again(world: World) -> None:
    world.server.services = [service("ESOL A"), service("ESOL B")]
    report = world.take()
    assert report.import_id
    undone = undo_import(world.works, world.places, WORKER, report.import_id)
    assert (undone.removed, [name for name, _ in undone.left_alone]) == (3, ["Aire College"])
    assert (world.classes(), world.venues()) == ([], [])
    again = world.take()
    assert (again.counts["added"], len(world.classes())) == (3, 2)


def test_what_was_changed_gets_its_former_state_and_is_changed_again_by_the_next_import(world: World) -> None:
    world.server.services = [service("ESOL A")]
    world.take()
    before = (world.lesson("ESOL A").details, world.venues()[0].details, world.providers()[0].details)
    college = {**world.server.services[0]["organization"], "description": "New."}
    world.server.services = [service("ESOL A", place(email="hall@aire.example.org"), description="New.", organization=college)]
    changed = world.take(full=True)
    assert changed.import_id and changed.counts["changed"] == 3
    undone = undo_import(world.works, world.places, WORKER, changed.import_id)
    assert (undone.restored, undone.left_alone) == (3, ())
    assert (world.lesson("ESOL A").details, world.venues()[0].details, world.providers()[0].details) == before
    assert world.take().counts["changed"] == 3


def test_a_class_that_was_withdrawn_because_it_vanished_comes_back(world: World) -> None:
    world.server.services = classes(8)
    world.take()
    gone = world.server.services.pop()
    report = world.take(full=True)
    assert report.import_id
    assert undo_import(world.works, world.places, WORKER, report.import_id).restored == 1
    assert not world.lesson(gone["name"]).withdrawn and len(world.classes()) == 8


def test_what_somebody_changed_since_is_left_alone_and_named(world: World) -> None:
    world.server.services = [service("ESOL A"), service("ESOL B")]
    report = world.take()
    verify_class(world.works, WORKER, world.lesson("ESOL B").id)
    assert report.import_id
    undone = undo_import(world.works, world.places, WORKER, report.import_id)
    assert {name for name, _ in undone.left_alone} == {"Aire College", "Aire Centre", "ESOL B"}
    assert [each.details.name for each in world.classes()] == ["ESOL B"]
    with pytest.raises(Conflict, match="undone already"):
        undo_import(world.works, world.places, WORKER, report.import_id)
