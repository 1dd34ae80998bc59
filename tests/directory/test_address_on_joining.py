"""An address told on joining is told to nobody else by any door: search, map, pages, lists, events, history, index, logs, questions."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.geo import load_postcodes
from tests.directory.world import LEEDS, World
from tests.geo.postcode_fixtures import ONSPD_2025, ons_rows, written

SECRET_WORDS = ("Rosebank", "Quiet Lane", "LS7 4HZ", "LS74HZ", "Second bell")
SECRET_POINT = ("53.81234", "-1.54321", "81234", "54321")
ROSEBANK = {
    "name": "Rosebank House",
    "authority": LEEDS,
    "address_1": "17 Quiet Lane",
    "address_2": "Rosebank Court",
    "town": "Leeds",
    "postcode": "LS7 4HZ",
    "point": {"lat": 53.81234, "lon": -1.54321},
    "step_free": True,
    "access_note": "Second bell on the left",
    "email": "door@rosebank.example.org",
    "phone": "0113 496 0777",
    "website": "https://rosebank.example.org",
}
ASKED = [
    {},
    {"q": "women"},
    {"near": "Leeds", "within": "30", "sort": "nearest"},
    {"near": "53.812,-1.543", "within": "1"},
    {"step_free": "yes"},
    {"sort": "soonest"},
]


@pytest.fixture
def safe(world: World) -> Iterator[World]:
    """A world whose postcodes are known exactly, as they are where somebody loaded the national file."""
    data = world.directory.settings.data
    rows = [("LS7 4HZ", "53.81234", "-1.54321", LEEDS, ""), ("LS8 5AA", "53.81574", "-1.51799", LEEDS, "")]
    load_postcodes(written(data / "ONSPD.csv", ons_rows(ONSPD_2025, rows)), data)
    yield world


def hidden_venue(world: World) -> str:
    answer = world.amina.post(f"/v1/venues?provider_id={world.college}", {**ROSEBANK, "address_on_joining": True})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def open_venue(world: World) -> str:
    return str(world.amina.post(f"/v1/venues?provider_id={world.college}", ROSEBANK).json()["id"])


def everything_the_public_reads(world: World, id: str) -> Iterator[tuple[str, str]]:
    """(where, text) of every answer to somebody who may not change the class."""
    for who in ("nobody", "omar", "bea", "joe", "carol", "ravi", "catalogue"):
        person = world.person(who)
        for asked in ASKED:
            yield f"search by {who}, {asked}", person.get("/v1/classes", params=asked).text
            yield f"map by {who}, {asked}", person.get("/v1/map", params=asked).text
        for path in (
            f"/v1/classes/{id}",
            f"/v1/classes/{id}/listing",
            f"/v1/classes/{id}/history",
            f"/v1/providers/{world.college}",
            f"/v1/providers/{world.college}/listings",
            f"/v1/providers/{world.college}/history",
            "/v1/providers",
            "/v1/venues",
            "/v1/venues?words=leeds",
            "/v1/filters",
            "/v1/outlines",
        ):
            yield f"{path} by {who}", person.get(path).text


def everything_about_the_venue(world: World, venue: str) -> Iterator[tuple[str, str]]:
    for who in ("nobody", "omar", "bea", "joe", "carol", "ravi"):
        for path in (f"/v1/venues/{venue}", f"/v1/venues/{venue}/history"):
            yield f"{path} by {who}", world.person(who).get(path).text


def told_since(world: World, row: int) -> Iterator[tuple[str, str]]:
    """What other services hear."""
    for event in world.events():
        if event["row"] > row:
            yield f"event {event['type']}", str(event["data"])


def stored_cards(world: World) -> Iterator[tuple[str, str]]:
    """What the index keeps on disk; it never held the secret, so the bytes cannot."""
    for file in Path(world.directory.settings.index).rglob("*"):
        if file.is_file():
            yield f"index file {file.name}", file.read_bytes().decode("latin-1")


def assert_untold(places: Iterator[tuple[str, str]], *more: str) -> int:
    seen = 0
    for where, text in places:
        seen += 1
        plain = text.casefold().replace("%20", " ")
        for secret in (*SECRET_WORDS, *SECRET_POINT, "rosebank.example", *more):
            assert secret.casefold() not in plain, f"{where} tells {secret}"
    return seen


def published_at(world: World, venue: str, **more: Any) -> dict[str, Any]:
    return world.publish(name="Women talking", women_only=True, venue_id=venue, access_note="Second bell on the left", **more)


def test_a_class_at_a_hidden_venue_tells_its_area_and_no_more(safe: World) -> None:
    venue = hidden_venue(safe)
    made = published_at(safe, venue)
    where = safe.anyone.get(f"/v1/classes/{made['id']}").json()["state"]["where"]
    assert (where["area_only"], where["town"], where["precision"], where["venue_id"]) == (True, "Leeds", "outcode", None)
    assert assert_untold(everything_the_public_reads(safe, made["id"]), venue) > 100
    assert_untold(everything_about_the_venue(safe, venue))
    assert_untold(told_since(safe, 0))
    assert assert_untold(stored_cards(safe), venue) > 3


def test_a_class_that_hides_where_it_meets_keeps_an_otherwise_open_venue_to_itself(safe: World) -> None:
    """The venue is in the list for all; that this class meets there is not known."""
    venue = open_venue(safe)
    before = safe.events()[-1]["row"]
    made = published_at(safe, venue, address_on_joining=True)
    doors = (each for each in everything_the_public_reads(safe, made["id"]) if "/v1/venues" not in each[0])
    assert assert_untold(doors, venue) > 100
    assert_untold(told_since(safe, before), venue)
    assert_untold(stored_cards(safe), venue)


def test_those_who_may_change_it_see_it_whole(safe: World) -> None:
    venue = hidden_venue(safe)
    made = published_at(safe, venue)
    for who in ("amina", "dina", "olu"):
        assert safe.person(who).get(f"/v1/venues/{venue}").json()["details"]["address_1"] == "17 Quiet Lane"
        assert safe.person(who).get(f"/v1/classes/{made['id']}/listing").json()["details"]["venue_id"] == venue
        assert "Rosebank House" in safe.person(who).get("/v1/venues?words=rosebank").text
    assert safe.history("classes", made["id"], "amina")[-1]["changes"]["venue_id"] == [None, venue]


@pytest.mark.parametrize("asked", ["rosebank", "Rosebank House", "quiet lane", "second bell", "rosebnak"])
def test_asking_for_the_hidden_name_or_address_finds_nothing(safe: World, asked: str) -> None:
    published_at(safe, hidden_venue(safe))
    answer = safe.search(q=asked)
    assert (answer["total"], answer["corrected"], answer["almost"]) == (0, {}, [])


@pytest.mark.parametrize("asked", ["LS7 4HZ", "ls74hz", "near LS7 4HZ"])
def test_the_hidden_postcode_is_a_place_like_any_other(safe: World, asked: str) -> None:
    """Distances are from the middle of the area, so the postcode next door gives the same."""
    published_at(safe, hidden_venue(safe))
    by_word, by_place = safe.search(q=asked), safe.search(near="LS7 4HZ", within=10)
    for told in ("distance_m", "why"):
        assert [each[told] for each in by_word["results"]] == [each[told] for each in by_place["results"]]


@pytest.mark.parametrize("words", ["rosebank", "ls7 4hz", "LS7", "leeds"])
@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_the_list_of_venues_gives_no_sign_of_a_hidden_one(safe: World, words: str, limit: int) -> None:
    """Not by a page that is shorter than asked, nor by a next page that is empty."""
    before = safe.anyone.get("/v1/venues", params={"words": words, "limit": limit}).json()
    for _ in range(3):
        hidden_venue(safe)
    assert safe.anyone.get("/v1/venues", params={"words": words, "limit": limit}).json() == before


def test_every_venue_that_may_be_seen_is_listed_once_however_many_are_hidden_between(safe: World) -> None:
    for number in range(6):
        hidden_venue(safe)
        safe.amina.post(f"/v1/venues?provider_id={safe.college}", {"name": f"Room {number}", "authority": LEEDS})
    seen, cursor = [], None
    while True:
        page = safe.anyone.get("/v1/venues", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [venue["details"]["name"] for venue in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert sorted(seen) == sorted(["Northgate Centre", "Harbour Hall", "Westfield Mill", *(f"Room {number}" for number in range(6))])


def test_distance_is_from_the_middle_of_the_area_and_cannot_be_narrowed_down(safe: World) -> None:
    published_at(safe, hidden_venue(safe))
    at_the_door = safe.search(near="53.81234,-1.54321", sort="nearest")["results"][0]
    area = at_the_door["state"]["where"]["point"]
    in_the_middle = safe.search(near=f"{area['lat']},{area['lon']}", sort="nearest")["results"][0]
    assert in_the_middle["distance_m"] < 10 < at_the_door["distance_m"]
    assert safe.search(near="53.81234,-1.54321", within=at_the_door["distance_m"] / 1000 - 0.05)["total"] == 0
    (pin,) = safe.anyone.get("/v1/map").json()["pins"]
    assert (pin["lat"], pin["lon"], pin["area_only"]) == (area["lat"], area["lon"], True)


def test_two_hidden_venues_of_one_area_cannot_be_told_apart_on_the_map(safe: World) -> None:
    published_at(safe, hidden_venue(safe))
    other = safe.amina.post(f"/v1/venues?provider_id={safe.college}", {**ROSEBANK, "point": None, "address_on_joining": True}).json()["id"]
    safe.publish(venue_id=other)
    pins = safe.anyone.get("/v1/map").json()["pins"]
    assert len({(pin["lat"], pin["lon"], pin["where"]) for pin in pins}) == 1


def test_a_venue_known_by_its_coordinates_only_has_no_point_for_the_public(safe: World) -> None:
    bare = {"name": "Rosebank House", "authority": LEEDS, "point": ROSEBANK["point"], "address_on_joining": True}
    venue = safe.amina.post(f"/v1/venues?provider_id={safe.college}", bare).json()["id"]
    made = published_at(safe, venue)
    assert safe.anyone.get(f"/v1/classes/{made['id']}").json()["state"]["where"]["point"] is None
    assert safe.anyone.get("/v1/map").json()["without_place"] == 1
    assert_untold(everything_the_public_reads(safe, made["id"]), venue)


def test_a_venue_hidden_later_takes_its_classes_out_of_sight_and_shows_them_again_when_it_may(safe: World) -> None:
    venue = open_venue(safe)
    made = published_at(safe, venue)
    assert safe.search(q="rosebank")["total"] == 1
    row = safe.events()[-1]["row"]
    safe.amina.change("PUT", f"/v1/venues/{venue}", 1, {**ROSEBANK, "address_on_joining": True})
    safe.settle()
    assert safe.search(q="rosebank")["total"] == 0
    assert_untold(everything_the_public_reads(safe, made["id"]), venue)
    assert_untold(everything_about_the_venue(safe, venue))
    assert_untold(told_since(safe, row))
    safe.amina.change("PUT", f"/v1/venues/{venue}", 2, ROSEBANK)
    safe.settle()
    found = safe.search(q="rosebank")["results"][0]["state"]["where"]
    assert (found["name"], found["address"], found["postcode"]) == ("Rosebank House", ["17 Quiet Lane", "Rosebank Court"], "LS7 4HZ")


def test_a_class_hidden_later_is_found_by_its_address_no_more_and_again_when_it_may(safe: World) -> None:
    venue = open_venue(safe)
    made = published_at(safe, venue)
    body = safe.lesson(name="Women talking", venue_id=venue, access_note="Second bell on the left")
    safe.amina.change("PUT", f"/v1/classes/{made['id']}", 1, {**body, "address_on_joining": True})
    safe.settle()
    assert safe.search(q="rosebank")["total"] == 0
    assert_untold(each for each in everything_the_public_reads(safe, made["id"]) if "/v1/venues" not in each[0])
    safe.amina.change("PUT", f"/v1/classes/{made['id']}", 2, body)
    safe.settle()
    assert safe.search(q="rosebank")["total"] == 1


def test_a_class_that_moves_from_a_hidden_venue_leaves_no_trace_of_it(safe: World) -> None:
    venue = hidden_venue(safe)
    made = published_at(safe, venue)
    safe.amina.change("PUT", f"/v1/classes/{made['id']}", 1, safe.lesson(name="Women talking"))
    safe.settle()
    assert_untold(everything_the_public_reads(safe, made["id"]), venue)


def test_the_log_of_requests_has_neither_addresses_nor_what_was_asked(safe: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        venue = hidden_venue(safe)
        published_at(safe, venue)
        safe.anyone.get("/v1/classes", params={"q": "rosebank quiet lane", "near": "LS7 4HZ"})
        safe.anyone.get("/v1/venues", params={"words": "rosebank"})
        safe.anyone.get(f"/v1/venues/{venue}")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("signpost")]
    assert len(ours) >= 5
    assert_untold((("log", line) for line in ours), venue)
