"""Services that are odd: what they lack refuses them one by one, what cannot be used is left out and named, and the others are taken."""

from typing import Any

from tests.feeds.conftest import World, row
from tests.feeds.server import COLLEGE, id_of, place, service

Json = dict[str, Any]
GOOD = service("ESOL right")
LACKING: list[tuple[str, Any]] = [
    ("contents", 7),
    ("contents", "service"),
    ("contents", ["x"]),
    ("id", {**GOOD, "id": None}),
    ("id", {**GOOD, "id": "a b"}),
    ("id", {**GOOD, "id": "x" * 101}),
    ("id", {**GOOD, "id": {"a": 1}}),
    ("name", {**GOOD, "id": "1", "name": None}),
    ("name", {**GOOD, "id": "2", "name": "  "}),
    ("name", {**GOOD, "id": "3", "name": ["ESOL"]}),
    ("service.name", {**GOOD, "id": "4", "name": "!", "description": "ESOL."}),
    ("status", {**GOOD, "id": "5", "status": None}),
    ("status", {**GOOD, "id": "6", "status": "open"}),
    ("organization", {**GOOD, "id": "7", "organization": None}),
    ("organization", {**GOOD, "id": "8", "organization": {"id": "x"}}),
    ("organization", {**GOOD, "id": "9", "organization": [COLLEGE]}),
    ("service_at_locations", {**GOOD, "id": "10", "service_at_locations": []}),
    ("service_at_locations", {**GOOD, "id": "11", "service_at_locations": [{"id": "x", "location": None}]}),
]


def test_a_service_that_lacks_what_is_needed_is_refused_by_field_and_the_others_are_taken(world: World) -> None:
    world.server.services = [service("ESOL before"), *(document for _, document in LACKING), service("ESOL after")]
    report = world.take()
    assert [each.details.name for each in world.classes()] == ["ESOL after", "ESOL before"]
    problems = [problem for each in report.rows for problem in each.problems]
    assert [each.field for each in problems] == [field for field, _ in LACKING]
    assert all(each.message and each.remedy for each in problems)


def test_a_refused_service_is_noted_once_while_it_stays_as_it_is(world: World) -> None:
    world.server.services = [service("ESOL A"), {**GOOD, "organization": None}, {**GOOD, "id": None}]
    world.take()
    before = world.said()
    assert world.take(full=True).counts["refused"] == 2 and world.said() == before
    world.server.services[1] = {**GOOD, "organization": None, "description": "New."}
    assert world.take(full=True).import_id


UNUSABLE: list[tuple[str, Json]] = [
    ("service.contact.phone", {"phones": [{"id": "x", "number": "ask for Sue"}]}),
    ("service.contact.email", {"email": "nobody"}),
    ("service.contact.website", {"url": "www.aire"}),
    ("service.minimum_age", {"minimum_age": -1}),
    ("service.awarding_organisation", {"accreditations": "x" * 300}),
    ("service.description", {"description": "ESOL. " + "x" * 5_000}),
    ("schedules[0]", {"schedules": [{"id": "x", "byday": "MO", "opens_at": "half nine", "closes_at": "11:00"}]}),
    ("schedules[0]", {"schedules": [{"id": "x", "valid_from": "soon"}]}),
    ("cost_options[0]", {"cost_options": [{"id": "x", "amount": "five"}]}),
    ("cost_options[0]", {"cost_options": [{"id": "x", "amount": -5}]}),
]


def test_what_cannot_be_used_is_left_out_and_named_and_the_class_is_taken(world: World) -> None:
    names = [f"ESOL class {at}" for at in range(len(UNUSABLE))]
    world.server.services = [{**service(name), **more} for name, (_, more) in zip(names, UNUSABLE, strict=True)]
    report = world.take()
    notes = {name: [note.field for note in row(report, name).notes] for name in names}
    assert notes == {name: [field] for name, (field, _) in zip(names, UNUSABLE, strict=True)}
    assert len(world.classes()) == len(UNUSABLE)


def test_a_postcode_that_cannot_be_is_left_out_and_the_town_places_the_venue(world: World) -> None:
    world.server.services = [service("ESOL A", place(postcode="not one"))]
    report = world.take()
    (venue,) = world.venues()
    assert (venue.details.postcode, venue.details.town, bool(venue.located)) == (None, "Leeds", True)
    assert row(report, "Aire Centre", "venue").notes[0].field == "location.postal_code"


def test_a_null_says_nothing(world: World) -> None:
    empty = dict.fromkeys(["fees", "alert", "assured_date", "languages", "funding", "attributes", "contacts", "minimum_age", "schedules"])
    world.server.services = [
        {**service("ESOL A"), **empty, "service_at_locations": [{"id": "x", "location": place(), "service_id": None}, None]}
    ]
    assert world.take().counts == {"added": 3}


PARTS = ("schedules", "service_at_locations", "attributes", "contacts", "phones", "cost_options", "funding", "languages", "capacities")
SHAPES: tuple[Any, ...] = (7, "x", {"a": 1}, [7], ["x"], [[]], [{}], [{"id": 7}], [{"id": "x", "location": {"id": "y", "addresses": 7}}])


def test_any_shape_in_any_part_is_a_refusal_or_a_class_and_never_a_fault(world: World) -> None:
    odd = [{**service(f"ESOL {part} {at}"), part: shape} for part in PARTS for at, shape in enumerate(SHAPES)]
    organizations = [
        {**service(f"ESOL organization {at}"), "organization": {**COLLEGE, "phones": shape}} for at, shape in enumerate(SHAPES)
    ]
    world.server.services = [*odd, *organizations]
    report = world.take()
    assert len(world.classes()) + report.counts.get("refused", 0) == len(world.server.services)
    assert len(world.classes()) > 60


def test_an_id_that_is_listed_twice_is_taken_once_and_nothing_is_taken_as_gone(world: World) -> None:
    world.server.services = [service("ESOL A"), service("ESOL B")]
    world.take()
    world.server.services = [service("ESOL A"), service("ESOL A", description="Another."), service("ESOL C")]
    report = world.take(full=True)
    assert f"it lists {id_of('ESOL A')} twice" in report.doubt
    assert [each.details.name for each in world.classes()] == ["ESOL A", "ESOL B", "ESOL C"]
    assert world.lesson("ESOL A").details.description == "Speaking, reading and writing."
