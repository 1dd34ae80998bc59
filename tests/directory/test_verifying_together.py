"""“Still right” for all of a provider's listings at once: one confirmation, each by the same rule, and taken back where it was a slip."""

from datetime import timedelta

import pytest

from tests.directory.world import Json, Person, World, problems

pytestmark = pytest.mark.both_databases

LATER = timedelta(days=100)


def lessons(world: World, count: int = 3) -> list[Json]:
    made = [world.publish() for _ in range(count)]
    world.clock.move(LATER)
    return made


def seen(*listings: Json) -> list[Json]:
    return [{"id": each["id"], "version": each["version"]} for each in listings]


def verify(world: World, *listings: Json, who: Person | None = None, **said: Json) -> Json:
    answer = (who or world.amina).post(f"/v1/providers/{world.college}/verify", {"listings": seen(*listings), **said})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_all_of_a_provider_s_listings_are_verified_together_each_as_if_alone(world: World) -> None:
    made = lessons(world)
    done = verify(world, *made[:2])
    alone = world.amina.change("POST", f"/v1/classes/{made[2]['id']}/verify", 1).json()
    assert ([each["id"] for each in done["verified"]], done["left_out"]) == ([each["id"] for each in made[:2]], [])
    for each in made[:2]:
        now = world.listing(each["id"])
        assert {**now, "id": "", "details": ""} == {**alone, "id": "", "details": ""}
        assert [step["action"] for step in world.history("classes", each["id"])] == ["verified", "published"]
    told = [event for event in world.events() if event["type"] == "uk.signpost.class.verified.v1"]
    assert [(event["subject"], event["sequence"]) for event in told] == [(each["id"], 2) for each in made]


def test_one_that_somebody_changed_meanwhile_is_left_out_and_named_and_so_is_a_withdrawn_one(world: World) -> None:
    made = lessons(world, 4)
    world.amina.change("PUT", f"/v1/classes/{made[1]['id']}/places", 1, {"open": 3})
    withdrawn = world.amina.change("POST", f"/v1/classes/{made[2]['id']}/withdraw", 1).json()
    stranger = world.publish(world.person("omar"), provider_id=world.charity, venue_id=world.hall)
    done = verify(world, made[0], made[1], withdrawn, stranger)
    assert [each["id"] for each in done["verified"]] == [made[0]["id"]]
    reasons = {each["id"]: (each["name"], each["reason"]) for each in done["left_out"]}
    assert set(reasons) == {made[1]["id"], made[2]["id"], stranger["id"]}
    assert reasons[made[1]["id"]][0] == made[1]["details"]["name"] and "Somebody saved this" in reasons[made[1]["id"]][1]
    assert "Restore it first" in reasons[made[2]["id"]][1]
    assert reasons[stranger["id"]] == ("", "It is not among the listings of this provider.")
    assert [world.listing(each["id"])["version"] for each in made] == [2, 2, 2, 1]


def test_a_development_worker_says_how_they_know_and_it_stands_in_the_history(world: World) -> None:
    made = lessons(world, 1)
    path = f"/v1/providers/{world.college}/verify"
    assert set(problems(world.dina.post(path, {"listings": seen(*made)}))) == {"known_how"}
    done = verify(world, *made, who=world.dina, known_how="phoned the provider")
    assert (done["by"], done["known_how"], world.listing(made[0]["id"])["verified_by"]) == (
        "Dina Malik",
        "phoned the provider",
        "Dina Malik",
    )
    assert world.history("classes", made[0]["id"])[0]["why"].endswith("still right: phoned the provider")


def test_nothing_ticked_is_refused(world: World) -> None:
    answer = world.amina.post(f"/v1/providers/{world.college}/verify", {"listings": []})
    assert problems(answer)["listings"] == ("No listing is chosen.", "Tick those that are still right.")


def test_sent_twice_with_one_key_it_is_done_once(world: World) -> None:
    made = lessons(world)
    again = {"headers": {"Idempotency-Key": "all-still-right"}}
    path = f"/v1/providers/{world.college}/verify"
    first, second = (world.amina.post(path, {"listings": seen(*made)}, **again) for _ in range(2))
    assert (first.status_code, first.json()) == (200, second.json())
    assert {world.listing(each["id"])["version"] for each in made} == {2}


def test_taken_back_each_has_the_age_it_had_and_can_be_verified_again(world: World) -> None:
    made = lessons(world)
    done = verify(world, *made)
    world.settle()
    undone = world.amina.post(f"/v1/verifications/{done['id']}/undo")
    assert (undone.status_code, undone.json()["undone_by"], undone.json()["left_alone"]) == (200, "Amina Yusuf", [])
    for each in made:
        now = world.listing(each["id"])
        assert (now["verified_at"], now["freshness"], now["version"]) == (each["verified_at"], "ageing", 3)
    world.settle()
    assert {result["freshness"] for result in world.search(limit=10)["results"]} == {"ageing"}
    twice = world.amina.post(f"/v1/verifications/{done['id']}/undo")
    assert (twice.status_code, twice.json()["remedy"]) == (409, "There is nothing left to take back.")


def test_what_was_said_since_stands_and_is_named(world: World) -> None:
    made = lessons(world)
    done = verify(world, *made)
    world.clock.move(timedelta(hours=1))
    world.dina.change("POST", f"/v1/classes/{made[0]['id']}/verify", 2)
    world.amina.change("POST", f"/v1/classes/{made[1]['id']}/withdraw", 2)
    world.amina.change("PUT", f"/v1/classes/{made[2]['id']}/places", 2, {"open": 1})
    undone = world.amina.post(f"/v1/verifications/{done['id']}/undo").json()
    assert {each["name"]: each["reason"].split(".")[0] for each in undone["left_alone"]} == {
        made[0]["details"]["name"]: "Dina Malik said since that it is right",
        made[1]["details"]["name"]: "It was withdrawn since",
    }
    now = world.listing(made[2]["id"])
    assert (now["verified_at"], now["details"]["places"]["open"]) == (made[2]["verified_at"], 1)


def test_an_undo_that_can_do_nothing_is_not_used_up(world: World) -> None:
    made = lessons(world, 1)
    done = verify(world, *made)
    world.amina.change("POST", f"/v1/classes/{made[0]['id']}/withdraw", 2)
    refused = world.amina.post(f"/v1/verifications/{done['id']}/undo")
    assert (refused.status_code, set(problems(refused))) == (409, {made[0]["details"]["name"]})
    assert world.amina.get(f"/v1/verifications/{done['id']}").json()["undone_at"] is None


def test_what_was_verified_together_is_kept_newest_first(world: World) -> None:
    made = lessons(world, 2)
    first = verify(world, made[0])
    world.clock.move(timedelta(days=1))
    second = verify(world, made[1])
    kept = world.person("carol").get(f"/v1/providers/{world.college}/verifications").json()["items"]
    assert [each["id"] for each in kept] == [second["id"], first["id"]]
    path = f"/v1/providers/{world.college}/verifications"
    page = world.dina.get(path, params={"limit": 1}).json()
    rest = world.dina.get(path, params={"limit": 1, "cursor": page["next"]}).json()
    assert (page["items"] + rest["items"], rest["next"]) == (kept, None)


@pytest.mark.parametrize(("who", "status"), [("omar", 403), ("joe", 403), ("carol", 403), ("nobody", 401)])
def test_nobody_takes_back_what_others_said(world: World, who: str, status: int) -> None:
    made = lessons(world, 1)
    done = verify(world, *made)
    assert world.person(who).post(f"/v1/verifications/{done['id']}/undo").status_code == status
    assert world.listing(made[0]["id"])["version"] == 2
