"""A provider or venue that changes is shown by its classes, so they are told again."""

from tests.directory.world import BRADFORD, LEEDS, World


def test_a_provider_s_new_name_is_seen_on_all_its_classes(world: World) -> None:
    ids = [world.publish()["id"] for _ in range(3)]
    other = world.publish(world.person("omar"), provider_id=world.charity, venue_id=world.hall)
    world.amina.change(
        "PUT", f"/v1/providers/{world.college}", 1, {"name": "Southgate Institute", "authority": LEEDS, "network": "Leeds network"}
    )
    world.settle()
    assert {result["state"]["id"] for result in world.search(q="southgate")["results"]} == set(ids)
    assert world.search(q="college")["total"] == 0
    assert {result["state"]["provider"]["network"] for result in world.search(q="southgate")["results"]} == {"Leeds network"}
    assert [world.listing(id)["version"] for id in (*ids, other["id"])] == [2, 2, 2, 1]


def test_a_provider_that_moves_takes_its_classes_along(world: World) -> None:
    made = world.publish(format="online", venue_id=...)
    world.person("olu").change("PUT", f"/v1/providers/{world.college}", 1, {"name": "Northgate College", "authority": BRADFORD})
    world.settle()
    assert (world.names(authority=LEEDS), world.names(authority=BRADFORD)) == ([], [made["details"]["name"]])
    assert world.person("joe").get(f"/v1/classes/{made['id']}/listing").status_code == 200


def test_a_venue_s_new_name_place_and_access_are_seen_on_its_classes(world: World) -> None:
    made = world.publish()
    assert world.names(step_free="yes") == []
    moved = {"name": "Canal Rooms", "authority": BRADFORD, "town": "Bradford", "step_free": True}
    world.person("olu").change("PUT", f"/v1/venues/{world.centre}", 1, moved)
    world.settle()
    (found,) = world.search(q="canal", step_free="yes", authority=BRADFORD, near="Bradford", within=5)["results"]
    assert (found["state"]["id"], found["state"]["where"]["name"]) == (made["id"], "Canal Rooms")
    assert world.search(q="gate centre")["total"] == 0


def test_a_class_told_again_has_a_new_version_so_that_who_had_it_open_is_told(world: World) -> None:
    made = world.publish()
    world.amina.change("PUT", f"/v1/venues/{world.centre}", 1, {"name": "Canal Rooms", "authority": LEEDS})
    answer = world.amina.change("PUT", f"/v1/classes/{made['id']}", 1, world.lesson())
    assert answer.status_code == 412
    assert world.amina.get(f"/v1/classes/{made['id']}/listing").headers["etag"] == '"2"'
    assert [entry["action"] for entry in world.history("classes", made["id"])] == ["venue updated", "published"]


def test_a_class_told_again_gets_no_younger(world: World) -> None:
    made = world.publish()
    world.amina.change("PUT", f"/v1/providers/{world.college}", 1, {"name": "Southgate", "authority": LEEDS})
    assert world.listing(made["id"])["verified_at"] == made["verified_at"]


def test_a_withdrawn_class_stays_out_of_search_when_its_provider_changes(world: World) -> None:
    made = world.publish()
    world.amina.change("POST", f"/v1/classes/{made['id']}/withdraw", 1)
    world.amina.change("PUT", f"/v1/providers/{world.college}", 1, {"name": "Southgate", "authority": LEEDS})
    world.settle()
    assert world.search()["total"] == 0


def test_the_numbers_of_every_thing_s_events_grow_one_by_one(world: World) -> None:
    made = world.publish()
    for version in (1, 2, 3):
        world.amina.change("POST", f"/v1/classes/{made['id']}/verify", version)
        world.amina.change("PUT", f"/v1/venues/{world.hall}", version, {"name": f"Hall {version}", "authority": LEEDS})
        world.dina.change("PUT", f"/v1/providers/{world.charity}", version, {"name": f"Charity {version}", "authority": LEEDS})
    numbers: dict[str, list[int]] = {}
    for event in world.events():
        numbers.setdefault(event["subject"], []).append(event["sequence"])
    assert all(told == list(range(1, len(told) + 1)) for told in numbers.values()), numbers


def test_who_has_a_provider_s_newest_version_is_not_sent_it_again(world: World) -> None:
    path = f"/v1/providers/{world.college}"
    tag = world.anyone.get(path).headers["etag"]
    assert world.anyone.get(path, headers={"If-None-Match": tag}).status_code == 304
    world.amina.change("PUT", path, 1, {"name": "Southgate", "authority": LEEDS})
    newer = world.anyone.get(path, headers={"If-None-Match": tag})
    assert (newer.status_code, newer.headers["etag"] != tag) == (200, True)
