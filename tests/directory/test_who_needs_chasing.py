"""Ages of listings by network and provider: counted right, the most urgent first, page by page, and only one's own."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.domain.chasing import Ages, urgency
from services.directory.domain.freshness import Freshness, freshness, span
from tests.directory.world import BRADFORD, LEEDS, MORNING, Json, Person, World, problems

pytestmark = pytest.mark.both_databases

ALL = ("verified", "ageing", "stale", "hidden")


def aged(world: World) -> None:
    """The college has a listing in each band, the charity a stale one and the college in Bradford a new one."""
    for name, days in (("hidden", 181), ("stale", 92), ("ageing", 93)):
        world.publish(name=f"College {name}")
        if name == "stale":
            world.publish(world.person("omar"), name="Charity stale", provider_id=world.charity, venue_id=world.hall)
        world.clock.move(timedelta(days=days))
    world.publish(name="College new")
    world.publish(world.person("bea"), name="Bradford new", provider_id=world.bradford_college, venue_id=world.mill)


def joined(world: World, provider: str, network: str) -> None:
    person = world.person("olu")
    details = person.get(f"/v1/providers/{provider}").json()
    answer = person.change("PUT", f"/v1/providers/{provider}", details["version"], {**details["details"], "network": network})
    assert answer.status_code == 200, answer.text


def fresh(who: Person, **asked: Json) -> Json:
    answer = who.get("/v1/freshness", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def counts(row: Json) -> list[int]:
    return [row["counts"][band] for band in ALL]


def test_listings_are_counted_by_provider_and_who_needs_chasing_most_comes_first(world: World) -> None:
    aged(world)
    found = fresh(world.person("olu"), by="provider")
    assert [(row["name"], counts(row)) for row in found["items"]] == [
        ("Northgate College", [1, 1, 1, 1]),
        ("Harbour Charity", [0, 0, 1, 0]),
        ("Westfield College", [1, 0, 0, 0]),
    ]
    assert (found["whole"]["total"], [found["whole"][band] for band in ALL]) == (6, [2, 1, 2, 1])


def test_a_network_counts_what_its_providers_list_and_those_in_none_stand_together(world: World) -> None:
    aged(world)
    joined(world, world.college, "Leeds network")
    joined(world, world.bradford_college, "Bradford network")
    found = fresh(world.person("olu"))
    assert [(row["id"], counts(row), row["providers"]) for row in found["items"]] == [
        ("Leeds network", [1, 1, 1, 1], 1),
        ("none", [0, 0, 1, 0], 1),
        ("Bradford network", [1, 0, 0, 0], 1),
    ]
    assert found["networks"] == ["Bradford network", "Leeds network"]
    assert [row["name"] for row in fresh(world.person("olu"), by="provider", network="none")["items"]] == ["Harbour Charity"]


def test_what_is_withdrawn_needs_no_chasing(world: World) -> None:
    made = world.publish()
    world.amina.change("POST", f"/v1/classes/{made['id']}/withdraw", 1)
    assert fresh(world.dina)["whole"] is None
    assert fresh(world.dina)["items"] == []


def test_it_is_narrowed_to_an_authority_a_provider_or_a_band(world: World) -> None:
    aged(world)
    olu = world.person("olu")
    assert [row["id"] for row in fresh(olu, by="provider", authority=BRADFORD)["items"]] == [world.bradford_college]
    assert [row["id"] for row in fresh(olu, by="provider", provider=world.charity)["items"]] == [world.charity]
    assert [row["id"] for row in fresh(olu, by="provider", band="hidden")["items"]] == [world.college]


def test_page_by_page_every_provider_comes_once(world: World) -> None:
    aged(world)
    seen, cursor = [], None
    while True:
        page = fresh(world.person("olu"), by="provider", limit=1, **({"cursor": cursor} if cursor else {}))
        seen += [row["id"] for row in page["items"]]
        if not (cursor := page["next"]):
            break
    assert seen == [row["id"] for row in fresh(world.person("olu"), by="provider")["items"]]


def test_the_listings_behind_a_figure_are_shown_the_longest_unverified_first_page_by_page(world: World) -> None:
    aged(world)
    names, cursor = [], None
    while True:
        page = world.dina.get("/v1/freshness/listings", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        names += [each["name"] for each in page["items"]]
        if not (cursor := page["next"]):
            break
    assert names == ["College hidden", "College stale", "Charity stale", "College ageing", "College new"]
    stale = world.dina.get("/v1/freshness/listings", params={"band": "stale", "provider": world.college}).json()["items"]
    assert [(each["name"], each["freshness"]) for each in stale] == [("College stale", "stale")]


def test_where_a_class_is_held_is_not_told_to_those_who_only_chase(world: World) -> None:
    world.publish()
    told = world.person("carol").get("/v1/freshness/listings").json()["items"]
    assert told and world.centre not in str(told) and "North Gate" not in str(told)


LEEDS_PROVIDERS = ["college", "charity"]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("dina", LEEDS_PROVIDERS),
        ("carol", LEEDS_PROVIDERS),
        ("otto", LEEDS_PROVIDERS),
        ("joe", ["bradford_college"]),
        ("amina", ["college"]),
        ("omar", ["charity"]),
    ],
)
def test_everybody_sees_the_ages_of_their_own_and_no_others(world: World, who: str, seen: list[str]) -> None:
    aged(world)
    person = world.person(who)
    ids = {getattr(world, name) for name in seen}
    assert {row["id"] for row in fresh(person, by="provider")["items"]} == ids
    assert {each["provider_id"] for each in person.get("/v1/freshness/listings").json()["items"]} == ids
    over = person.get("/v1/freshness/over-time", params={"by": "provider"}).json()["items"]
    assert {row["id"] for row in over} == ids


FRESHNESS = ("/v1/freshness", "/v1/freshness/listings", "/v1/freshness/over-time")


@pytest.mark.parametrize("path", FRESHNESS)
def test_the_ages_of_another_authority_or_provider_are_refused_by_name(world: World, path: str) -> None:
    aged(world)
    for person, asked in (
        (world.dina, {"authority": BRADFORD}),
        (world.dina, {"provider": world.bradford_college}),
        (world.person("joe"), {"authority": LEEDS}),
        (world.amina, {"provider": world.charity}),
        (world.amina, {"authority": BRADFORD}),
    ):
        answer = person.get(path, params=asked)
        assert (answer.status_code, bool(answer.json()["remedy"])) == (403, True)


@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("ravi", 403), ("catalogue", 403)])
def test_those_who_look_after_no_listings_see_no_ages(world: World, who: str, status: int) -> None:
    assert {world.person(who).get(path).status_code for path in FRESHNESS} == {status}


def test_a_wrong_parameter_is_named(world: World) -> None:
    assert set(problems(world.dina.get("/v1/freshness?by=town"))) == {"by"}
    assert set(problems(world.dina.get("/v1/freshness?band=old"))) == {"band"}
    assert set(problems(world.dina.get("/v1/freshness/over-time?months=61"))) == {"months"}
    assert set(problems(world.dina.get("/v1/freshness?cursor=nonsense"))) == {"cursor"}


@given(st.timedeltas(timedelta(), timedelta(days=800)))
def test_the_database_counts_a_listing_in_the_band_that_the_rule_gives_it(age: timedelta) -> None:
    verified = MORNING - age
    within = [
        band
        for band in Freshness
        for older, newer in [span(band, MORNING)]
        if (older is None or verified >= older) and (newer is None or verified < newer)
    ]
    assert within == [freshness(verified, MORNING)]


AGES = st.builds(
    lambda counts, days: Ages(dict(zip(Freshness, counts, strict=True)), MORNING - timedelta(days=days), MORNING),
    st.tuples(*[st.integers(0, 40)] * 4),
    st.integers(0, 900),
)


@given(st.lists(AGES, min_size=2, max_size=6))
def test_more_lost_listings_are_always_more_urgent_and_then_more_ageing_ones(several: list[Ages]) -> None:
    ranked = sorted(several, key=lambda ages: urgency(ages, "id"))
    lost = [(ages.of(Freshness.HIDDEN) + ages.of(Freshness.STALE), ages.of(Freshness.AGEING)) for ages in ranked]
    assert all(first >= second for first, second in pairwise(lost))
