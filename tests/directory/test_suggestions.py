"""What a text may become as it is typed: places, providers and classes that anyone may know of, the likeliest first."""

from datetime import timedelta
from typing import Any

import pytest

from tests.directory.world import World, problems


def suggested(world: World, q: str, **more: Any) -> list[tuple[str, str]]:
    answer = world.anyone.get("/v1/suggest", params={"q": q, **more})
    assert answer.status_code == 200, answer.text
    return [(each["kind"], each["text"]) for each in answer.json()["suggestions"]]


def test_places_come_by_name_by_postcode_and_the_largest_first(world: World) -> None:
    assert suggested(world, "hali")[0] == ("place", "Halifax")
    assert suggested(world, "LS8")[0] == ("place", "LS8")
    assert ("place", "LS8 5") in suggested(world, "ls8 5")
    assert suggested(world, "lee")[0] == ("place", "Leeds")


def test_a_place_tells_where_it_is_and_what_to_search_with(world: World) -> None:
    first = world.anyone.get("/v1/suggest", params={"q": "halif"}).json()["suggestions"][0]
    assert first == {"kind": "place", "text": "Halifax", "detail": "Town, Calderdale", "id": "Halifax"}
    for each in world.anyone.get("/v1/suggest", params={"q": "wood", "kind": "place"}).json()["suggestions"]:
        found = world.anyone.get("/v1/classes", params={"near": each["id"]})
        assert found.json()["place"]["name"] == each["text"]


def test_a_provider_and_a_class_are_found_by_the_start_of_any_word(world: World) -> None:
    made = world.publish(name="Café conversation for parents")
    assert suggested(world, "northg") == [("provider", "Northgate College")]
    assert suggested(world, "colleg") == [("provider", "Northgate College")]
    for typed in ("café", "CAFE", "convers", "parents conv", "convresation"):
        assert suggested(world, typed) == [("class", "Café conversation for parents")], typed
    (first,) = world.anyone.get("/v1/suggest", params={"q": "café"}).json()["suggestions"]
    assert first == {"kind": "class", "text": made["details"]["name"], "detail": "Northgate College, Leeds", "id": made["id"]}


def test_names_in_other_scripts_are_found_as_they_are_typed(world: World) -> None:
    world.publish(name="اللغة الإنجليزية للمبتدئين")
    assert suggested(world, "الإنج") == [("class", "اللغة الإنجليزية للمبتدئين")]


def test_what_starts_so_comes_before_what_has_a_word_that_does(world: World) -> None:
    world.publish(name="Reading for Halifax people")
    world.publish(name="Halifax evening English")
    assert suggested(world, "halifax") == [
        ("place", "Halifax"),
        ("class", "Halifax evening English"),
        ("class", "Reading for Halifax people"),
    ]


def test_no_kind_hides_another_and_ten_are_the_most(world: World) -> None:
    for number in range(12):
        world.publish(name=f"Hull English {number}")
    kinds = [kind for kind, _ in suggested(world, "hul")]
    assert len(kinds) == 10
    assert {"place", "class"} <= set(kinds)


def test_one_kind_alone_can_be_asked_for(world: World) -> None:
    world.publish(name="Leeds English")
    assert {kind for kind, _ in suggested(world, "leeds", kind="place")} == {"place"}
    assert {kind for kind, _ in suggested(world, "leeds", kind=["class", "provider"])} == {"class"}


def test_a_place_that_was_meant_is_suggested_when_nothing_starts_so(world: World) -> None:
    assert suggested(world, "halfax") == [("place", "Halifax")]


def test_what_no_search_shows_is_not_suggested(world: World) -> None:
    gone, old = world.publish(name="Quince one"), world.publish(name="Quince two")
    assert world.amina.change("POST", f"/v1/classes/{gone['id']}/withdraw", gone["version"]).status_code == 200
    world.settle()
    assert suggested(world, "quince") == [("class", "Quince two")]
    world.clock.move(timedelta(days=366))
    assert suggested(world, "quince") == suggested(world, "northg") == []
    assert world.dina.change("POST", f"/v1/classes/{old['id']}/verify", old["version"]).status_code == 200
    world.settle()
    assert suggested(world, "quince") == [("class", "Quince two")]


def test_the_address_told_on_joining_is_in_no_suggestion(world: World) -> None:
    world.publish(name="Safe group", address_on_joining=True)
    for typed in ("safe", "gate", "north", "1 north", "LS8 5"):
        assert "Northgate Centre" not in world.anyone.get("/v1/suggest", params={"q": typed}).text
        assert "North Gate" not in world.anyone.get("/v1/suggest", params={"q": typed}).text


@pytest.mark.parametrize("q", ["", "   ", "\x00", "🙂", "%00", "zzzz", "*" * 200])
def test_what_starts_nothing_suggests_nothing(world: World, q: str) -> None:
    assert suggested(world, q) == []


def test_what_cannot_be_asked_is_named(world: World) -> None:
    assert list(problems(world.anyone.get("/v1/suggest", params={"q": "x" * 201}))) == ["q"]
    assert list(problems(world.anyone.get("/v1/suggest", params={"kind": "venue"}))) == ["kind"]
