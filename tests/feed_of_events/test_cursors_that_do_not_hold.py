"""A cursor that does not hold is refused with what to do: never read as if it were another place."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.entrypoints.http_events.asked import cursor_of
from services.reporting.use_cases.feed_ports import Place
from shared.clock import SetClock
from shared.web.paging import encode_cursor

from .world import BRADFORD, LEEDS, World, said

DAMAGED = [
    "damaged",
    "",
    "x" * 2000,
    cursor_of(Place(1, "event-1"))[:-1],
    cursor_of(Place(1, "event-1")).swapcase(),
    encode_cursor({"p": 1, "e": "event-1"}, "another list"),
    encode_cursor({"p": -1, "e": "event-1"}, "events/v1"),
    encode_cursor({"p": "1", "e": "event-1"}, "events/v1"),
    encode_cursor({"p": 2**63, "e": "event-1"}, "events/v1"),
    encode_cursor({"e": "event-1"}, "events/v1"),
    encode_cursor({"p": 1, "e": 1}, "events/v1"),
]


def test_a_damaged_one_is_told_from_a_good_one(world: World, secret: str) -> None:
    world.tell(said(1))
    for cursor in DAMAGED:
        answer = world.ask(secret, after=cursor)
        assert (answer.status_code, answer.json()["problems"][0]["field"]) == (400, "after"), cursor
        assert "Start again" in answer.json()["remedy"]
    assert world.everything(secret, after=cursor_of(Place())) == ["event-1"]


def test_one_from_the_future_says_that_the_log_has_not_come_so_far(world: World, secret: str) -> None:
    world.tell(said(1))
    answer = world.ask(secret, after=cursor_of(Place(7, "event-7")))
    assert (answer.status_code, "later moment" in answer.json()["detail"]) == (400, True)


def test_one_of_another_log_is_refused_although_it_has_that_position_too(world: World, secret: str, tmp_path: Path) -> None:
    """An older copy put back, or another installation: what is there now would be passed over in silence."""
    world.tell(said(1), said(2))
    elsewhere = World(tmp_path / "elsewhere", world.clock)
    elsewhere.tell(said(11), said(12), said(13))
    theirs = elsewhere.page(elsewhere.partner("libraries"), limit=2)["next"]
    elsewhere.stop()
    answer = world.ask(secret, after=theirs)
    assert (answer.status_code, "another log" in answer.json()["detail"]) == (400, True)


@pytest.mark.both_databases
def test_one_that_is_older_than_what_is_kept_says_where_to_start_again(world: World, secret: str, clock: SetClock) -> None:
    world.tell(said(1), said(2))
    old = world.page(secret, limit=1)["next"]
    clock.move(timedelta(days=91))
    world.tell(said(3))
    answer = world.ask(secret, after=old)
    assert (answer.status_code, answer.json()["type"]) == (410, "urn:signpost:problem:gone")
    assert "90 days" in answer.json()["detail"]
    assert "`after=newest`" in answer.json()["remedy"]
    assert world.everything(secret) == ["event-3"]


def test_an_old_one_whose_owner_missed_nothing_still_holds(world: World, secret: str, clock: SetClock) -> None:
    world.tell(said(1), said(2, authority=BRADFORD))
    old = world.page(secret, limit=1)["next"]
    clock.move(timedelta(days=91))
    world.tell(said(3))
    assert world.everything(secret, after=old, authority=LEEDS) == ["event-3"]
    assert world.ask(secret, after=old, authority=BRADFORD).status_code == 410


def test_a_parameter_that_cannot_be_read_is_named(world: World, secret: str) -> None:
    for name, value in (("limit", 0), ("limit", 501), ("limit", "many"), ("sinse", "x")):
        answer = world.ask(secret, **{name: str(value)})
        assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, name)


def test_whatever_is_sent_is_answered_or_refused_and_never_breaks_anything(world: World, secret: str) -> None:
    world.tell(said(1))
    anything = st.text(max_size=40) | st.sampled_from(
        ["newest", LEEDS, "1", ",", "wait=0", "wait=0,wait=x", cursor_of(Place(1, "event-1"))]
    )
    headers = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)

    @settings(max_examples=60, deadline=None)
    @given(st.dictionaries(st.sampled_from(["after", "types", "authority", "limit"]), anything), headers, headers)
    def ask(asked: dict[str, str], prefer: str, last_event_id: str) -> None:
        sent = {"Prefer": prefer.replace("wait", "wait=0;"), "Last-Event-ID": last_event_id}
        answer = client.get("/v1", params=asked, headers=sent)
        assert answer.status_code in {200, 400, 403, 422}
        assert answer.status_code == 200 or answer.json()["remedy"]

    with world.client(secret) as client:
        ask()
