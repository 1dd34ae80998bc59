"""How well listings were kept, month by month: the figure of a plain count over the events, and the same when made anew from them."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.keeping import Kept, Stay, kept_over
from services.directory.domain.months import kept_until, month_end, month_of, month_text
from tests.directory.world import Json, World

pytestmark = pytest.mark.both_databases

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  given their zone by hypothesis


def over_time(world: World, by: str = "provider", months: int = 12, **more: Json) -> Json:
    answer = world.person("olu").get("/v1/freshness/over-time", params={"by": by, "months": months, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def figures(found: Json) -> dict[str, list[tuple[int, int]]]:
    return {row["id"]: [(each["kept"], each["listed"]) for each in row["kept"]] for row in found["items"]}


def counted_plainly(world: World, months: list[str]) -> dict[str, list[tuple[int, int]]]:
    """From the events alone, as somebody would with a pencil: at each month's end the last state of each class."""
    counted: dict[str, list[tuple[int, int]]] = defaultdict(lambda: [(0, 0)] * len(months))
    for place, month in enumerate(months):
        year, number = map(int, month.split("-"))
        end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
        states: dict[str, Json] = {}
        for event in world.events():
            if "state" in event["data"] and event["time"] < end:
                states[event["subject"]] = event["data"]["state"]
        for state in states.values():
            if not state["withdrawn"]:
                good = freshness(datetime.fromisoformat(state["verified_at"]), end) is Freshness.VERIFIED
                kept, listed = counted[state["provider"]["id"]][place]
                counted[state["provider"]["id"]][place] = (kept + good, listed + 1)
    return dict(counted)


def a_busy_year(world: World) -> None:
    """Two providers, classes that are kept, forgotten, withdrawn, brought back, checked together and taken back, told again and moved."""
    forgotten, kept, moved = (world.publish()["id"] for _ in range(3))
    theirs = world.publish(world.person("omar"), provider_id=world.charity, venue_id=world.hall)["id"]
    for month in range(9):
        world.clock.move(timedelta(days=31))
        world.dina.change("POST", f"/v1/classes/{kept}/verify", world.listing(kept)["version"])
        if month in (2, 5):
            move = "withdraw" if month == 2 else "restore"
            world.dina.change("POST", f"/v1/classes/{theirs}/{move}", world.listing(theirs)["version"])
        if month == 3:
            world.dina.change("PUT", f"/v1/classes/{forgotten}/places", 1, {"open": 2})
        if month == 4:
            details = {**world.listing(moved)["details"], "provider_id": world.charity}
            assert world.dina.change("PUT", f"/v1/classes/{moved}", 1, details).status_code == 200
        if month == 6:
            listings = [{"id": id, "version": world.listing(id)["version"]} for id in (forgotten, kept)]
            done = world.amina.post(f"/v1/providers/{world.college}/verify", {"listings": listings}).json()
            world.amina.post(f"/v1/verifications/{done['id']}/undo")


def test_the_figures_are_those_of_a_plain_count_over_the_events(world: World) -> None:
    a_busy_year(world)
    found = over_time(world)
    assert figures(found) == counted_plainly(world, found["months"])
    assert {pair for row in figures(found).values() for pair in row} > {(0, 0), (3, 3)}


def test_today_s_figure_is_that_of_the_listings_as_they_are(world: World) -> None:
    a_busy_year(world)
    rows = {row["id"]: row["today"] for row in over_time(world)["items"]}
    ages = world.person("olu").get("/v1/freshness", params={"by": "provider"}).json()["items"]
    assert {id: (today["kept"], today["listed"]) for id, today in rows.items()} == {
        row["id"]: (row["counts"]["verified"], row["counts"]["total"]) for row in ages
    }


def test_a_class_counts_for_the_network_its_provider_was_in_at_the_time(world: World) -> None:
    world.publish()
    for name in ("Old network", "New network"):
        version = world.anyone.get(f"/v1/providers/{world.college}").json()["version"]
        details = {"name": "Northgate College", "authority": "E08000035", "network": name}
        assert world.dina.change("PUT", f"/v1/providers/{world.college}", version, details).status_code == 200
        world.clock.move(timedelta(days=31))
    found = over_time(world, "network", months=2)
    assert figures(found) == {"New network": [(0, 0), (1, 1)], "Old network": [(1, 1), (0, 0)]}
    assert figures(over_time(world, "network", months=2, network="Old network")) == {"Old network": [(1, 1), (0, 0)]}


def test_a_few_listings_have_no_share_and_ten_have(world: World) -> None:
    for _ in range(9):
        world.publish()
    few = over_time(world)["items"][0]["today"]
    world.publish()
    enough = over_time(world)["items"][0]["today"]
    assert (few, enough) == ({"listed": 9, "kept": 9, "share": None}, {"listed": 10, "kept": 10, "share": 1.0})


def test_the_months_are_those_that_have_ended(world: World) -> None:
    world.publish()
    assert over_time(world, months=3)["months"] == ["2026-06", "2026-07", "2026-08"]


def test_page_by_page_every_provider_comes_once_by_name(world: World) -> None:
    a_busy_year(world)
    first = over_time(world, limit=1)
    rest = over_time(world, limit=1, cursor=first["next"])
    assert [row["name"] for row in first["items"] + rest["items"]] == ["Harbour Charity", "Northgate College"]
    assert rest["next"] is None


@given(MOMENTS)
def test_a_moment_lies_in_its_month_and_a_month_ends_where_the_next_begins(at: datetime) -> None:
    month = month_of(at)
    assert month_end(month - 1) <= at < month_end(month)
    assert month_text(month) == f"{at:%Y-%m}"
    assert month_of(month_end(month)) == month + 1


@given(MOMENTS)
def test_a_listing_is_kept_at_every_month_s_end_until_its_term_is_over(verified: datetime) -> None:
    first_late = kept_until(verified)
    assert freshness(verified, month_end(first_late - 1)) is Freshness.VERIFIED
    assert freshness(verified, month_end(first_late)) is not Freshness.VERIFIED


STAYS = st.lists(
    st.builds(
        lambda whose, month, length, kept, count: Stay(whose, month, None if length > 9 else month + length, month + kept, count),
        st.sampled_from("ab"),
        st.integers(0, 30),
        st.integers(1, 10),
        st.integers(-2, 5),
        st.integers(1, 3),
    ),
    max_size=12,
)


@given(STAYS, st.integers(0, 25), st.integers(1, 12))
def test_stays_are_counted_as_one_would_month_by_month(stays: list[Stay], first: int, length: int) -> None:
    months = range(first, first + length)
    plainly = {
        whose: [
            Kept(
                sum(s.count for s in stays if s.whose == whose and s.month <= m and (s.until is None or m < s.until)),
                sum(s.count for s in stays if s.whose == whose and s.month <= m < s.kept_until and (s.until is None or m < s.until)),
            )
            for m in months
        ]
        for whose in {stay.whose for stay in stays}
    }
    assert kept_over(stays, months) == plainly
