"""Two people editing, and requests sent twice: nothing is overwritten, nothing is done twice."""

from datetime import timedelta

import pytest

from tests.directory.world import LEEDS, World, problems

pytestmark = pytest.mark.both_databases

CHANGES = {"PUT ": "", "PUT /places": "/places", "POST /verify": "/verify", "POST /withdraw": "/withdraw", "POST /restore": "/restore"}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_does_not_say_which_version_it_changes_is_refused(world: World, change: str) -> None:
    made = world.publish()
    before = world.content()
    method, path = change.split()[0], CHANGES[change]
    answer = world.amina.ask(method, f"/v1/classes/{made['id']}{path}", world.lesson() if change == "PUT " else {})
    assert (answer.status_code, "ETag" in answer.json()["remedy"]) == (428, True)
    assert world.content() == before


@pytest.mark.parametrize("change", CHANGES)
def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(world: World, change: str) -> None:
    made = world.publish()
    world.dina.change("PUT", f"/v1/classes/{made['id']}", 1, world.lesson(name="What Dina made of it"))
    before = world.content()
    method, path = change.split()[0], CHANGES[change]
    answer = world.amina.change(method, f"/v1/classes/{made['id']}{path}", 1, world.lesson() if change == "PUT " else {})
    assert (answer.status_code, answer.json()["type"]) == (412, "urn:signpost:problem:changed-meanwhile")
    assert "you had version 1, it is now 2" in answer.json()["detail"]
    assert world.content() == before


@pytest.mark.parametrize("kind", ["providers", "venues"])
def test_providers_and_venues_are_guarded_the_same_way(world: World, kind: str) -> None:
    id, body = (
        (world.college, {"name": "Northgate", "authority": LEEDS})
        if kind == "providers"
        else (world.centre, {"name": "The Centre", "authority": LEEDS})
    )
    first = world.dina.change("PUT", f"/v1/{kind}/{id}", 1, body)
    second = world.amina.change("PUT", f"/v1/{kind}/{id}", 1, {**body, "name": "Overwritten"})
    without = world.amina.ask("PUT", f"/v1/{kind}/{id}", body)
    assert (first.status_code, second.status_code, without.status_code) == (200, 412, 428)
    assert world.anyone.get(f"/v1/{kind}/{id}").json()["details"]["name"] == body["name"]


@pytest.mark.parametrize("given", ["*", "7", 'W/"1"', '"1", "2"', '"one"', '"-1"'])
def test_a_version_that_is_none_of_ours_is_refused_with_what_to_send(world: World, given: str) -> None:
    made = world.publish()
    answer = world.amina.ask("POST", f"/v1/classes/{made['id']}/verify", headers={"If-Match": given})
    assert answer.status_code == 422
    assert "ETag" in problems(answer)["If-Match"][1]


def test_a_request_sent_twice_with_one_key_publishes_one_class(world: World) -> None:
    lesson, key = world.lesson(), {"Idempotency-Key": "a-key-of-amina"}
    first, second = (world.amina.post("/v1/classes", lesson, headers=key) for _ in range(2))
    world.settle()
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    assert world.names() == [lesson["name"]]


def test_without_a_key_the_same_request_is_two_classes(world: World) -> None:
    lesson = world.lesson()
    made = {world.amina.post("/v1/classes", lesson).json()["id"] for _ in range(2)}
    assert len(made) == 2


@pytest.mark.parametrize("path", ["/v1/classes", "/v1/venues", "/v1/providers"])
def test_a_key_used_for_something_else_is_refused_and_nothing_is_made(world: World, path: str) -> None:
    key = {"Idempotency-Key": "a-key-of-dina"}
    bodies = (
        [world.lesson(), world.lesson()] if path == "/v1/classes" else [{"name": name, "authority": LEEDS} for name in ("One", "Other")]
    )
    assert world.dina.post(path, bodies[0], headers=key).status_code == 201
    before = world.content()
    answer = world.dina.post(path, bodies[1], headers=key)
    assert (answer.status_code, answer.json()["remedy"]) == (409, "Send a new key for a new request.")
    assert world.content() == before


def test_another_person_s_same_key_is_another_key(world: World) -> None:
    lesson, key = world.lesson(), {"Idempotency-Key": "the-same-key"}
    made = {who.post("/v1/classes", lesson, headers=key).json()["id"] for who in (world.amina, world.dina)}
    assert len(made) == 2


def test_a_refused_request_may_be_mended_and_sent_with_its_key_again(world: World) -> None:
    key = {"Idempotency-Key": "mended-later"}
    assert world.amina.post("/v1/classes", world.lesson(venue_id=...), headers=key).status_code == 422
    assert world.amina.post("/v1/classes", world.lesson(), headers=key).status_code == 201


def test_a_key_is_kept_for_a_day(world: World) -> None:
    lesson, key = world.lesson(), {"Idempotency-Key": "yesterdays-key"}
    world.amina.post("/v1/classes", lesson, headers=key)
    world.clock.move(timedelta(hours=25))
    assert world.amina.post("/v1/classes", world.lesson(), headers=key).status_code == 201


@pytest.mark.parametrize("key", ["short", "a" * 129, "with space", "é" * 10])
def test_a_key_that_is_none_is_refused_with_what_to_send(world: World, key: str) -> None:
    answer = world.amina.post("/v1/classes", world.lesson(), headers={"Idempotency-Key": key.encode()})
    assert answer.status_code == 422
    assert "UUID" in problems(answer)["Idempotency-Key"][1]
