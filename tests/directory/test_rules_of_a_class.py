"""What must hold for a class and a venue: each rule names the field, what is wrong and what to do, and nothing is kept."""

from typing import Any

import pytest

from shared.geo import load_postcodes
from tests.directory.world import LEEDS, World, problems
from tests.geo.postcode_fixtures import ONSPD_2025, PLACED, ons_rows, written

MONDAY = {"day": "monday", "starts": "10:00", "ends": "12:00"}
WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"starts_on": "2026-10-01", "ends_on": "2026-09-01"},
        "ends_on",
        "1 September 2026, before it starts on 1 October 2026",
        "on or after",
    ),
    ({"terms": [{"starts": "2026-10-01", "ends": "2026-09-01"}]}, "terms[0].ends", "ends before it starts", "after the start"),
    (
        {"sessions": [{**MONDAY, "ends": "10:00"}]},
        "sessions[0].ends",
        "The Monday session ends at 10:00, and starts at 10:00",
        "later the same day",
    ),
    ({"sessions": [MONDAY, MONDAY]}, "sessions[1]", "given twice", "Remove one"),
    ({"format": "online"}, "venue_id", "An online class has no venue", "Leave the venue empty"),
    ({"venue_id": ...}, "venue_id", "Say where the class meets", "choose online"),
    ({"entry_1_parts": ["part-1"]}, "entry_1_parts", "but not entry 1", "Add entry 1"),
    ({"cost": {"kind": "free", "amount_pence": 500}}, "cost.amount_pence", "A free class has no fee", "remove the amount"),
    ({"cost": {"kind": "paid"}}, "cost.amount_pence", "Say what the class costs", "Give the amount"),
    ({"minimum_age": 19, "maximum_age": 16}, "maximum_age", "below the youngest", "leave one of them empty"),
    ({"regulated": False, "awarding_organisation": "Ascentis"}, "awarding_organisation", "not regulated", "choose regulated"),
    ({"provider_id": "nobody-we-know"}, "provider_id", "There is no such provider", "Register"),
    ({"venue_id": "nowhere"}, "venue_id", "There is no such venue", "add it first"),
    ({"name": "A"}, "name", "too short", "at least 2"),
    ({"name": "\u200b \u200b"}, "name", "Give a name with letters or numbers", ""),
    ({"levels": ["entry-9"]}, "levels[0]", "not one of the values allowed", "entry-1"),
    ({"sessions": [{**MONDAY, "starts": "10:00+02:00"}]}, "sessions[0].starts", "without a zone", ""),
    ({"support_languages": ["Arabic"]}, "support_languages[0]", "form expected", "/docs"),
    ({"contact": {"website": "javascript:alert(1)"}}, "contact.website", "not a web address", "https://"),
    ({"contact": {"email": "nobody"}}, "contact.email", "", ""),
    ({"places": {"open": -1}}, "places.open", "too small", "0 or more"),
    ({"sessions": [MONDAY] * 51}, "sessions", "too long", "at most 50"),
    ({"level": ["entry-1"]}, "level", "not known here", "check its spelling"),
]


@pytest.mark.parametrize(("wrong", "field", "message", "remedy"), WRONG, ids=[each[1] + " " + each[2][:20] for each in WRONG])
def test_a_class_that_breaks_a_rule_is_refused_by_name_and_nothing_is_kept(
    world: World, wrong: dict[str, Any], field: str, message: str, remedy: str
) -> None:
    before = world.content()
    answer = world.amina.post("/v1/classes", world.lesson(**wrong))
    assert answer.status_code == 422
    told = problems(answer)
    assert list(told) == [field]
    assert (message in told[field][0], remedy in told[field][1]) == (True, True), told
    assert world.content() == before


@pytest.mark.parametrize(("wrong", "field", "message", "remedy"), WRONG[:13], ids=[each[1] + " " + each[2][:20] for each in WRONG[:13]])
def test_a_correction_is_held_to_the_same_rules(world: World, wrong: dict[str, Any], field: str, message: str, remedy: str) -> None:
    made = world.publish()
    before = world.content()
    answer = world.amina.change("PUT", f"/v1/classes/{made['id']}", 1, world.lesson(**wrong))
    assert (answer.status_code, field in problems(answer)) == (422, True)
    assert world.content() == before


def test_everything_wrong_is_named_at_once_and_in_one_answer(world: World) -> None:
    wrong = world.lesson(
        venue_id="nowhere", starts_on="2026-10-01", ends_on="2026-09-01", cost={"kind": "paid"}, sessions=[{**MONDAY, "ends": "09:00"}]
    )
    told = problems(world.amina.post("/v1/classes", wrong))
    assert set(told) == {"venue_id", "ends_on", "cost.amount_pence", "sessions[0].ends"}


def test_a_small_mistake_is_not_the_reason_to_hide_another_s_class(world: World) -> None:
    """Who may not write for a provider is told that, not what is wrong with the class."""
    assert world.person("omar").post("/v1/classes", world.lesson(cost={"kind": "paid"})).status_code == 403


def test_a_class_of_many_sessions_is_checked_in_no_time_and_each_repeat_is_named(world: World) -> None:
    sessions = [{**MONDAY, "starts": f"10:{minute:02}"} for minute in range(48)] + [{**MONDAY, "starts": "10:07"}] * 2
    told = problems(world.amina.post("/v1/classes", world.lesson(sessions=sessions)))
    assert set(told) == {"sessions[48]", "sessions[49]"}


def test_a_fee_worked_out_in_words_is_enough(world: World) -> None:
    assert world.publish(cost={"kind": "paid", "note": "Depends on your income"})["version"] == 1


def test_control_characters_do_not_reach_the_listing(world: World) -> None:
    """A terminal that shows it would obey them."""
    made = world.publish(name="Read\x00ing \x1b[31mgroup", description="Two\nlines\tand \x07more")
    assert (made["details"]["name"], made["details"]["description"]) == ("Read ing  [31mgroup", "Two\nlines\tand  more")


def test_a_venue_where_classes_meet_is_not_closed_under_them(world: World) -> None:
    made = world.publish()
    before = world.content()
    closed = {"name": "Northgate Centre", "authority": LEEDS, "closed_in": 2026}
    answer = world.amina.change("PUT", f"/v1/venues/{world.centre}", 1, closed)
    assert (answer.status_code, made["details"]["name"] in answer.text) == (409, False), (
        "another provider's class may be told its address on joining only"
    )
    assert answer.json()["remedy"]
    assert world.content() == before


def test_a_venue_that_closed_takes_no_class(world: World) -> None:
    world.amina.change("PUT", f"/v1/venues/{world.centre}", 1, {"name": "Northgate Centre", "authority": LEEDS, "closed_in": 2026})
    answer = world.amina.post("/v1/classes", world.lesson())
    assert problems(answer)["venue_id"] == ("Northgate Centre closed in 2026.", "Choose another venue.")


@pytest.mark.parametrize("postcode", ["LS8", "LS8 5", "LS8 5AA", "ls85aa", " ls8  5aa "])
def test_a_postcode_or_its_first_part_is_taken_however_it_is_written(world: World, postcode: str) -> None:
    answer = world.dina.post("/v1/venues", {"name": "A hall", "authority": LEEDS, "postcode": postcode})
    assert answer.status_code == 201
    assert answer.json()["details"]["postcode"] == " ".join(postcode.upper().split()).replace("LS85AA", "LS8 5AA")
    assert answer.json()["precision"] == ("outcode" if postcode == "LS8" else "sector")


@pytest.mark.parametrize(
    ("postcode", "message"),
    [("Leeds", "is not a postcode"), ("LS8 !!", "is not a postcode"), ("LS55 1AA", "no postcode LS55 1AA")],
)
def test_a_postcode_that_cannot_be_is_refused(world: World, postcode: str, message: str) -> None:
    before = world.content()
    answer = world.dina.post("/v1/venues", {"name": "A hall", "authority": LEEDS, "postcode": postcode})
    told = problems(answer)["postcode"]
    assert (message in told[0], "leave it empty and give the town" in told[1]) == (True, True), told
    assert world.content() == before


def test_once_the_national_file_is_loaded_a_postcode_it_does_not_have_is_refused(world: World) -> None:
    asked = {"name": "A hall", "authority": LEEDS, "postcode": "LS8 5ZZ"}
    assert world.dina.post("/v1/venues", asked).status_code == 201
    data = world.directory.settings.data
    load_postcodes(written(data / "ONSPD.csv", ons_rows(ONSPD_2025, PLACED)), data)
    answer = world.dina.post("/v1/venues", asked)
    assert problems(answer)["postcode"][0] == "There is no postcode LS8 5ZZ."
    assert world.dina.post("/v1/venues", {**asked, "postcode": "LS8 5AA"}).json()["precision"] == "postcode"


def test_a_venue_added_for_a_provider_nobody_knows_is_refused(world: World) -> None:
    before = world.content()
    answer = world.dina.post("/v1/venues?provider_id=nobody-we-know", {"name": "A hall", "authority": LEEDS})
    assert problems(answer)["provider_id"] == ("There is no such provider.", "Register the provider first.")
    assert world.content() == before


def test_a_provider_of_the_same_name_in_the_same_authority_is_refused(world: World) -> None:
    answer = world.dina.post("/v1/providers", {"name": "NORTHGATE  college", "authority": LEEDS})
    assert (answer.status_code, "tells them apart" in answer.json()["remedy"]) == (409, True)
