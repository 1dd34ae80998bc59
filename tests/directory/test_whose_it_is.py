"""Everybody changes their own and nobody else's: each write route is tried by everyone who may not, and nothing is changed."""

from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from shared.identity.tokens import TokenIssuer
from shared.permissions import Actor
from shared.web.routes import every_route
from tests.directory.world import BRADFORD, LEEDS, Json, Person, World

FILE = {"file": ("classes.csv", b"VENUE_NAME,POSTCODE\nA hall,LS8 5\n", "text/csv")}
IN_CLASS = ("POST verify", "POST withdraw", "POST restore", "PUT places")


def writes(world: World, id: str) -> dict[str, tuple[str, Json]]:
    """“METHOD template” of every write route → the path and body that would change something of the college."""
    ask, verification = asked(world), verified(world, id)
    provider, venue = {"name": "Overwritten", "authority": LEEDS}, {"name": "Overwritten", "authority": LEEDS}
    return {
        "POST /v1/classes": ("/v1/classes", world.lesson()),
        "PUT /v1/classes/{id}": (f"/v1/classes/{id}", world.lesson()),
        **{f"{each.split()[0]} /v1/classes/{{id}}/{each.split()[1]}": (f"/v1/classes/{id}/{each.split()[1]}", {}) for each in IN_CLASS},
        "POST /v1/providers": ("/v1/providers", provider),
        "PUT /v1/providers/{id}": (f"/v1/providers/{world.college}", provider),
        "POST /v1/venues": (f"/v1/venues?provider_id={world.college}", venue),
        "PUT /v1/venues/{id}": (f"/v1/venues/{world.centre}", venue),
        "POST /v1/providers/{id}/verify": (
            f"/v1/providers/{world.college}/verify",
            {"listings": [{"id": id, "version": 1}], "known_how": "x"},
        ),
        "POST /v1/providers/{id}/asks": (f"/v1/providers/{world.college}/asks", {"how": "phone"}),
        "PUT /v1/asks/{id}/answer": (f"/v1/asks/{ask}/answer", {"outcome": "other"}),
        "POST /v1/asks/{id}/take-back": (f"/v1/asks/{ask}/take-back", {}),
        "POST /v1/verifications/{id}/undo": (f"/v1/verifications/{verification}/undo", {}),
        "POST /v1/imports/preview": (f"/v1/imports/preview?provider_id={world.college}", FILE),
    }


def asked(world: World) -> str:
    return str(world.dina.post(f"/v1/providers/{world.college}/asks", {"how": "phone"}).json()["id"])


def verified(world: World, id: str) -> str:
    listings = [{"id": id, "version": 1}]
    return str(world.amina.post(f"/v1/providers/{world.college}/verify", {"listings": listings}).json()["id"])


OTHERS_IMPORTS = {
    "POST /v1/imports",
    "POST /v1/imports/uploads",
    "POST /v1/imports/jobs",
    "POST /v1/imports/jobs/{id}/stop",
    "POST /v1/imports/previews/{upload}/leave",
    "POST /v1/imports/{id}/undo",
}
"""Those need a file or an import of one's own; tests/imports tries them."""
QUESTIONS = {"POST /v1/classes/{id}/funding"}
"""Changes nothing, open to anyone."""


def attempt(who: Person, method: str, path: str, body: Json) -> int:
    more = {"files": body} if body is FILE else {"json": body}
    return who.ask(method, path, headers={"If-Match": '"1"'}, **more).status_code


def tried(world: World, who: Person) -> dict[str, int]:
    """Route → status, for every write; fails when anything at all was written."""
    id = world.publish()["id"]
    wanted = writes(world, id)
    before = world.content()
    statuses = {route: attempt(who, route.split()[0], path, body) for route, (path, body) in wanted.items()}
    assert world.content() == before
    return statuses


def test_every_write_route_is_tried(world: World) -> None:
    there = {
        f"{method} {path}" for path, route in every_route(world.app) for method in route.methods or () if method not in {"GET", "HEAD"}
    }
    assert there == set(writes(world, world.publish()["id"])) | OTHERS_IMPORTS | QUESTIONS


@pytest.mark.parametrize("who", ["omar", "bea", "joe", "carol", "otto", "ravi", "catalogue"])
def test_nobody_changes_what_belongs_to_others(world: World, who: str) -> None:
    assert set(tried(world, world.person(who)).values()) == {403}


def test_a_visitor_changes_nothing(world: World) -> None:
    assert set(tried(world, world.anyone).values()) == {401}


def test_a_token_that_ran_out_changes_nothing(world: World) -> None:
    was_good = world.person("amina", timedelta(minutes=5))
    world.clock.move(timedelta(minutes=5))
    assert set(tried(world, was_good).values()) == {401}


def forged(world: World, kind: str) -> str:
    good = world.amina.token or ""
    head, body, signature = good.split(".")
    claims = {"sub": "amina", "name": "Amina"}
    if kind == "another key":
        return TokenIssuer(OKPKey.generate_key("Ed25519"), "signpost", world.clock).issue(world.actors["amina"], timedelta(hours=1))
    if kind == "changed":
        return f"{head}.{body[:-4]}AAAA.{signature}"
    if kind == "no signature":
        return f"{head}.{body}."
    return str(jwt.encode({"alg": "HS256"}, claims, OctKey.generate_key()))


@pytest.mark.parametrize("kind", ["another key", "changed", "no signature", "another algorithm"])
def test_a_forged_token_changes_nothing_and_reads_nothing(world: World, kind: str) -> None:
    forger = Person(world.client, world.portal, forged(world, kind))
    assert set(tried(world, forger).values()) == {401}
    assert forger.get("/v1/classes").status_code == 401


def test_a_role_does_not_reach_beyond_its_organisation_by_saying_more_in_the_request(world: World) -> None:
    """Omar's class may not be moved to the college, nor the college's class be published as Omar's."""
    mine = world.publish(world.person("omar"), provider_id=world.charity, venue_id=world.hall)
    moved = world.person("omar").change("PUT", f"/v1/classes/{mine['id']}", 1, world.lesson())
    theirs = world.publish()
    taken = world.person("omar").change("PUT", f"/v1/classes/{theirs['id']}", 1, world.lesson(provider_id=world.charity))
    assert (moved.status_code, taken.status_code) == (403, 403)


def test_a_development_worker_moves_a_class_between_providers_of_their_authority(world: World) -> None:
    made = world.publish()
    moved = world.dina.change("PUT", f"/v1/classes/{made['id']}", 1, world.lesson(provider_id=world.charity, name="Moved"))
    world.settle()
    assert (moved.status_code, world.names(provider=world.charity), world.names(provider=world.college)) == (200, ["Moved"], [])


@pytest.mark.parametrize(
    ("who", "to", "status"), [("amina", BRADFORD, 403), ("dina", BRADFORD, 403), ("amina", "Z99999999", 403), ("olu", BRADFORD, 200)]
)
def test_only_who_acts_for_both_authorities_moves_a_provider_from_one_to_the_other(world: World, who: str, to: str, status: int) -> None:
    world.publish()
    answer = world.person(who).change("PUT", f"/v1/providers/{world.college}", 1, {"name": "Northgate College", "authority": to})
    world.settle()
    assert answer.status_code == status
    told = world.anyone.get(f"/v1/providers/{world.college}").json()["details"]["authority"]
    assert told == (to if status == 200 else LEEDS)


def test_a_class_may_meet_at_a_venue_that_somebody_else_looks_after(world: World) -> None:
    made = world.publish(world.person("omar"), provider_id=world.charity, venue_id=world.centre)
    refused = world.person("omar").change("PUT", f"/v1/venues/{world.centre}", 1, {"name": "Mine now", "authority": LEEDS})
    assert (made["version"], refused.status_code) == (1, 403)


def test_a_venue_is_not_given_to_a_provider_of_another_authority(world: World) -> None:
    answer = world.dina.post(f"/v1/venues?provider_id={world.bradford_college}", {"name": "A hall", "authority": LEEDS})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("who", "status"),
    [("amina", 200), ("dina", 200), ("olu", 200), ("omar", 403), ("joe", 403), ("carol", 403), ("ravi", 403), ("nobody", 401)],
)
def test_a_provider_s_own_listings_are_read_by_those_who_may_change_them(world: World, who: str, status: int) -> None:
    made = world.publish()
    assert world.person(who).get(f"/v1/providers/{world.college}/listings").status_code == status
    assert world.person(who).get(f"/v1/classes/{made['id']}/listing").status_code == status


@pytest.mark.parametrize(
    ("who", "of_class", "of_venue"),
    [
        ("amina", 200, 200),
        ("dina", 200, 200),
        ("carol", 200, 403),
        ("otto", 200, 403),
        ("omar", 403, 403),
        ("joe", 403, 403),
        ("ravi", 403, 403),
    ],
)
def test_history_is_read_by_those_who_answer_for_it(world: World, who: str, of_class: int, of_venue: int) -> None:
    made = world.publish()
    asked = (f"/v1/classes/{made['id']}/history", f"/v1/providers/{world.college}/history", f"/v1/venues/{world.centre}/history")
    assert [world.person(who).get(path).status_code for path in asked] == [of_class, of_class, of_venue]


def test_a_person_without_a_role_is_signed_in_and_may_do_nothing(world: World) -> None:
    world.actors["new"] = Actor("new", "New Here", organisations=frozenset({world.college}), authorities=frozenset({LEEDS}))
    assert set(tried(world, world.person("new")).values()) == {403}
