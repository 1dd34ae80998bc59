"""What is published is found; what happens to it afterwards is seen in search, on its page and in its history."""

from datetime import timedelta

import pytest

from tests.directory.world import MORNING, World


def test_a_published_class_is_told_to_others_and_found(world: World) -> None:
    made = world.publish(name="Evening conversation")
    told = world.events()[-1]
    assert (told["type"], told["subject"], told["sequence"]) == ("uk.signpost.class.published.v1", made["id"], 1)
    assert world.names() == ["Evening conversation"]
    assert world.anyone.get(f"/v1/classes/{made['id']}").json()["state"]["details"]["name"] == "Evening conversation"


def test_a_corrected_class_is_found_by_its_new_words_only(world: World) -> None:
    made = world.publish(name="Zumba in English")
    answer = world.amina.change("PUT", f"/v1/classes/{made['id']}", 1, world.lesson(name="Gardening in English"))
    world.settle()
    assert (answer.status_code, answer.headers["etag"], answer.json()["version"]) == (200, '"2"', 2)
    assert (world.names(q="zumba"), world.names(q="gardening")) == ([], ["Gardening in English"])


def test_a_class_that_is_withdrawn_is_gone_for_everyone_and_restored_is_back(world: World) -> None:
    made = world.publish()
    world.amina.change("POST", f"/v1/classes/{made['id']}/withdraw", 1)
    world.settle()
    page = world.anyone.get(f"/v1/classes/{made['id']}")
    assert (world.names(), page.status_code) == ([], 404)
    assert page.json()["remedy"] == "Search for another one."
    assert [each["withdrawn"] for each in world.amina.get(f"/v1/providers/{world.college}/listings").json()["items"]] == [True]
    world.amina.change("POST", f"/v1/classes/{made['id']}/restore", 2)
    world.settle()
    assert world.names() == [made["details"]["name"]]


def test_places_are_seen_in_search_with_the_moment_they_were_told_by_the_clock(world: World) -> None:
    made = world.publish()
    assert world.names(places="open") == []
    world.clock.move(timedelta(days=3))
    told = {"open": 4, "waiting": 1, "told_at": "1999-01-01T00:00:00Z"}
    answer = world.amina.change("PUT", f"/v1/classes/{made['id']}/places", 1, told)
    world.settle()
    assert answer.json()["details"]["places"]["told_at"] == (MORNING + timedelta(days=3)).isoformat().replace("+00:00", "Z")
    (found,) = world.search(places="open")["results"]
    assert "4 places open" in found["why"]


def test_saying_how_many_places_are_open_does_not_make_the_listing_younger(world: World) -> None:
    made = world.publish()
    world.clock.move(timedelta(days=100))
    answer = world.amina.change("PUT", f"/v1/classes/{made['id']}/places", 1, {"open": 4})
    assert (answer.json()["verified_at"], answer.json()["freshness"]) == (made["verified_at"], "ageing")


def test_places_that_come_with_a_new_class_carry_the_clock_s_moment(world: World) -> None:
    made = world.publish(places={"open": 2, "told_at": "2001-01-01T00:00:00Z"})
    assert made["details"]["places"]["told_at"] == MORNING.isoformat().replace("+00:00", "Z")


def test_a_correction_that_leaves_the_places_alone_leaves_their_age_alone(world: World) -> None:
    made = world.publish(places={"open": 2})
    world.clock.move(timedelta(days=9))
    same = world.amina.change("PUT", f"/v1/classes/{made['id']}", 1, world.lesson(places={"open": 2})).json()
    other = world.amina.change("PUT", f"/v1/classes/{made['id']}", 2, world.lesson(places={"open": 1})).json()
    assert same["details"]["places"]["told_at"] == made["details"]["places"]["told_at"]
    assert other["details"]["places"]["told_at"] > made["details"]["places"]["told_at"]


def test_every_step_is_in_the_history_with_who_when_and_what_changed(world: World) -> None:
    made = world.publish(name="Before")
    path = f"/v1/classes/{made['id']}"
    world.clock.move(timedelta(hours=1))
    world.amina.change("PUT", path, 1, world.lesson(name="After"))
    world.dina.change("POST", f"{path}/verify", 2)
    world.amina.change("PUT", f"{path}/places", 3, {"open": 1})
    world.amina.change("POST", f"{path}/withdraw", 4)
    world.amina.change("POST", f"{path}/restore", 5)
    seen = world.history("classes", made["id"])
    steps = [(entry["version"], entry["action"], entry["who"]) for entry in reversed(seen)]
    assert steps == [
        (1, "published", "Amina Yusuf"),
        (2, "updated", "Amina Yusuf"),
        (3, "verified", "Dina Malik"),
        (4, "places changed", "Amina Yusuf"),
        (5, "withdrawn", "Amina Yusuf"),
        (6, "restored", "Amina Yusuf"),
    ]
    assert seen[-2]["changes"] == {"name": ["Before", "After"]}
    assert seen[-2]["at"] > seen[-1]["at"]


@pytest.mark.parametrize(
    ("days", "band", "listed"),
    [
        (0, "verified", True),
        (92, "verified", True),
        (93, "ageing", True),
        (185, "stale", True),
        (365, "stale", True),
        (366, "hidden", False),
    ],
)
def test_a_listing_ages_band_by_band_and_is_hidden_after_a_year(world: World, days: int, band: str, listed: bool) -> None:
    made = world.publish()
    world.clock.move(timedelta(days=days))
    page = world.anyone.get(f"/v1/classes/{made['id']}").json()
    assert (page["freshness"], page["listed"]) == (band, listed)
    assert len(world.search()["results"]) == listed
    assert [result["freshness"] for result in world.search()["results"]] == [band] * listed


def test_a_stale_class_sinks_below_a_fresh_one_of_the_same_words(world: World) -> None:
    old = world.publish(name="Reading group")
    world.clock.move(timedelta(days=200))
    new = world.publish(name="Reading group")
    assert [result["state"]["id"] for result in world.search(q="reading")["results"]] == [new["id"], old["id"]]


def test_a_class_hidden_by_age_is_never_lost_and_one_word_of_its_provider_brings_it_back(world: World) -> None:
    made = world.publish()
    world.clock.move(timedelta(days=5 * 365))
    assert world.names() == []
    (kept,) = world.amina.get(f"/v1/providers/{world.college}/listings").json()["items"]
    assert (kept["id"], kept["freshness"], kept["details"]) == (made["id"], "hidden", made["details"])
    world.amina.change("POST", f"/v1/classes/{made['id']}/verify", 1)
    world.settle()
    assert world.names() == [made["details"]["name"]]


def test_what_is_ageing_comes_first_among_a_provider_s_own_listings(world: World) -> None:
    old = world.publish(name="Old")
    world.clock.move(timedelta(days=120))
    world.publish(name="New")
    gone = world.publish(name="Gone")
    world.amina.change("POST", f"/v1/classes/{gone['id']}/withdraw", 1)
    listed = world.amina.get(f"/v1/providers/{world.college}/listings").json()["items"]
    assert [(each["details"]["name"], each["freshness"]) for each in listed] == [
        ("Old", "ageing"),
        ("New", "verified"),
        ("Gone", "verified"),
    ]
    assert listed[0]["id"] == old["id"]
