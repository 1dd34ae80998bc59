"""A provider is asked whether its listings are still right: written down, answered, taken back, and never lost."""

from datetime import timedelta

import pytest

from tests.directory.world import Json, Person, World, problems

pytestmark = pytest.mark.both_databases


def asked(world: World, who: Person | None = None, **said: Json) -> Json:
    answer = (who or world.dina).post(f"/v1/providers/{world.college}/asks", {"how": "phone", **said})
    assert answer.status_code == 201, answer.text
    return answer.json()


def row(world: World) -> Json:
    (found,) = world.dina.get("/v1/freshness", params={"by": "provider", "provider": world.college}).json()["items"]
    return found


def history(world: World, who: str = "dina") -> list[Json]:
    return list(world.person(who).get(f"/v1/providers/{world.college}/asks").json()["items"])


def test_who_asked_when_and_how_is_shown_and_that_nobody_answered(world: World) -> None:
    world.publish()
    world.clock.move(timedelta(days=100))
    asked(world, how="email")
    world.clock.move(timedelta(days=21))
    shown = row(world)
    assert (shown["asked"]["by"], shown["asked"]["how"], shown["waiting"]) == ("Dina Malik", "email", 1)
    assert shown["asked"]["asked_at"] > shown["said"]["at"]


@pytest.mark.parametrize("move", ["verify", "withdraw"])
def test_what_the_provider_does_with_a_listing_is_its_answer(world: World, move: str) -> None:
    made = world.publish()
    world.publish()
    world.clock.move(timedelta(days=100))
    asked(world)
    world.clock.move(timedelta(days=1))
    assert world.amina.change("POST", f"/v1/classes/{made['id']}/{move}", 1).status_code == 200
    shown = row(world)
    assert (shown["waiting"], shown["said"]["by"], shown["said"]["what"]) == (
        0,
        "Amina Yusuf",
        {"verify": "verified"}.get(move, "withdrawn"),
    )


def test_telling_places_is_an_answer_too(world: World) -> None:
    made = world.publish()
    asked(world)
    world.clock.move(timedelta(days=1))
    world.amina.change("PUT", f"/v1/classes/{made['id']}/places", 1, {"open": 3})
    assert (row(world)["said"]["what"], row(world)["waiting"]) == ("places changed", 0)


def test_an_answer_is_written_down_by_hand_and_a_later_word_replaces_it_but_is_kept(world: World) -> None:
    world.publish()
    world.clock.move(timedelta(days=1))
    made = asked(world)
    first = world.dina.change("PUT", f"/v1/asks/{made['id']}/answer", 1, {"outcome": "will-look", "note": "On Friday"})
    assert (first.status_code, first.headers["etag"], row(world)["waiting"]) == (200, '"2"', 0)
    late = world.dina.change("PUT", f"/v1/asks/{made['id']}/answer", 1, {"outcome": "other"})
    assert late.status_code == 412
    assert world.dina.change("PUT", f"/v1/asks/{made['id']}/answer", 2, {"outcome": "no-longer-offered"}).status_code == 200
    assert row(world)["asked"]["answer"]["outcome"] == "no-longer-offered"
    with world.directory.works.look() as stores:
        told = stores.history("ask", made["id"], limit=9, before=None)
    assert [entry.action for entry in told] == ["answered", "answered", "asked"]
    assert told[0].changes["answer"][0] == {"outcome": "will-look", "note": "On Friday", "by": "Dina Malik"}


def test_a_mistake_is_taken_back_stays_in_sight_and_counts_no_more(world: World) -> None:
    world.publish()
    kept = asked(world, note="Left a message")
    world.clock.move(timedelta(days=1))
    mistaken = asked(world, how="visit")
    assert world.dina.change("POST", f"/v1/asks/{mistaken['id']}/take-back", 1).status_code == 200
    assert [(each["id"], each["taken_back_by"]) for each in history(world)] == [(mistaken["id"], "Dina Malik"), (kept["id"], None)]
    assert row(world)["asked"]["id"] == kept["id"]
    again = world.dina.change("POST", f"/v1/asks/{mistaken['id']}/take-back", 2)
    assert (again.status_code, again.json()["remedy"]) == (409, "Write down anew that the provider was asked, if it was.")


def test_what_happened_on_friday_is_written_down_on_monday(world: World) -> None:
    asked(world, asked_on="2026-08-28")
    assert history(world)[0]["asked_at"].startswith("2026-08-28")


@pytest.mark.parametrize(("on", "why"), [("2026-09-02", "still to come"), ("2025-08-01", "more than a year ago")])
def test_a_day_that_cannot_be_is_refused(world: World, on: str, why: str) -> None:
    answer = world.dina.post(f"/v1/providers/{world.college}/asks", {"how": "phone", "asked_on": on})
    assert why in problems(answer)["asked_on"][0]
    assert history(world) == []


def test_sent_twice_with_one_key_it_is_written_down_once(world: World) -> None:
    again = {"headers": {"Idempotency-Key": "asked-on-tuesday"}}
    first, second = (world.dina.post(f"/v1/providers/{world.college}/asks", {"how": "visit"}, **again) for _ in range(2))
    assert first.json() == second.json()
    assert len(history(world)) == 1


def test_notes_are_for_colleagues_and_tell_nobody_else(world: World) -> None:
    made = asked(world, note="Ring Tuesdays")
    world.dina.change("PUT", f"/v1/asks/{made['id']}/answer", 1, {"outcome": "other", "note": "On leave"})
    assert [(each["note"], each["answer"]["note"]) for each in history(world, "carol")] == [("Ring Tuesdays", "On leave")]
    assert [(each["note"], each["answer"]["note"]) for each in history(world, "amina")] == [("", "")]
    assert "Ring Tuesdays" not in str(world.events())


def test_asks_come_page_by_page(world: World) -> None:
    for _ in range(3):
        asked(world)
        world.clock.move(timedelta(hours=1))
    path = f"/v1/providers/{world.college}/asks"
    first = world.dina.get(path, params={"limit": 2}).json()
    rest = world.dina.get(path, params={"limit": 2, "cursor": first["next"]}).json()
    assert [each["id"] for each in first["items"] + rest["items"]] == [each["id"] for each in history(world)]
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


@pytest.mark.parametrize(("who", "status"), [("omar", 403), ("bea", 403), ("joe", 403), ("ravi", 403), ("nobody", 401)])
def test_who_was_asked_is_read_by_those_who_answer_for_it(world: World, who: str, status: int) -> None:
    assert world.person(who).get(f"/v1/providers/{world.college}/asks").status_code == status
    assert world.person(who).get(f"/v1/providers/{world.college}/verifications").status_code == status


def test_a_provider_does_not_write_down_that_it_was_asked(world: World) -> None:
    assert world.amina.post(f"/v1/providers/{world.college}/asks", {"how": "phone"}).status_code == 403
