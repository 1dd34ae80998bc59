"""A partner reads page by page: in order, each event once, and goes on later where it was."""

import json
from datetime import timedelta

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from jsonschema import Draft202012Validator

from shared.clock import SetClock
from shared.contracts.asyncapi import document
from shared.contracts.event import Event

from .world import BRADFORD, HULL, LEEDS, PUBLISHED, WITHDRAWN, World, ids, said

CURSOR_OF_THE_FIRST_VERSION = "gYJx_dzCXtN7ImUiOiJldmVudC0yIiwicCI6Mn0"
"""Behind the second event, as it was once given to somebody who remembers it."""


@pytest.mark.both_databases
def test_events_come_in_the_order_of_the_log_each_once(world: World, secret: str) -> None:
    world.tell(*(said(number) for number in range(1, 26)))
    first = world.page(secret, limit=10)
    second = world.page(secret, limit=10, after=first["next"])
    third = world.page(secret, limit=10, after=second["next"])
    assert [len(each["events"]) for each in (first, second, third)] == [10, 10, 5]
    assert [each["more"] for each in (first, second, third)] == [True, True, False]
    assert ids(first) + ids(second) + ids(third) == [f"event-{number}" for number in range(1, 26)]


def test_who_has_read_everything_gets_what_comes_later_and_nothing_twice(world: World, secret: str) -> None:
    world.tell(said(1))
    read = world.page(secret)
    assert ids(world.page(secret, after=read["next"])) == []
    world.tell(said(2))
    assert ids(world.page(secret, after=read["next"])) == ["event-2"]


def test_newest_leaves_out_what_was_and_gives_a_place_to_go_on_from(world: World, secret: str) -> None:
    world.tell(said(1))
    begun = world.page(secret, after="newest")
    world.tell(said(2))
    assert (ids(begun), ids(world.page(secret, after=begun["next"]))) == ([], ["event-2"])


@pytest.mark.both_databases
def test_events_not_asked_for_are_passed_over_for_good(world: World, secret: str) -> None:
    world.tell(said(1, authority=BRADFORD), said(2, WITHDRAWN), said(3))
    page = world.page(secret, authority=LEEDS, types=PUBLISHED)
    assert ids(page) == ["event-3"]
    world.tell(said(4, authority=BRADFORD))
    later = world.page(secret, authority=LEEDS, types=PUBLISHED, after=page["next"])
    assert (ids(later), later["next"] != page["next"]) == ([], True)


def test_several_are_named_with_commas_or_each_anew(world: World, secret: str) -> None:
    world.tell(said(1, authority=BRADFORD), said(2, WITHDRAWN), said(3))
    assert ids(world.page(secret, types=f"{PUBLISHED},{WITHDRAWN}", authority=LEEDS)) == ["event-2", "event-3"]
    assert ids(world.page(secret, types=[PUBLISHED, WITHDRAWN])) == ["event-1", "event-2", "event-3"]


@pytest.mark.both_databases
def test_a_cursor_holds_over_a_restart(world: World, secret: str) -> None:
    world.tell(said(1), said(2), said(3))
    remembered = world.page(secret, limit=1)["next"]
    world.stop()
    world.start()
    assert world.everything(secret, after=remembered) == ["event-2", "event-3"]


def test_a_cursor_that_an_earlier_version_gave_still_holds(world: World, secret: str) -> None:
    world.tell(said(1), said(2), said(3))
    assert world.everything(secret, after=CURSOR_OF_THE_FIRST_VERSION) == ["event-3"]


def test_an_empty_log_is_read_to_its_end_and_followed_from_there(world: World, secret: str) -> None:
    empty = world.page(secret)
    world.tell(said(1))
    assert (empty["events"], ids(world.page(secret, after=empty["next"]))) == ([], ["event-1"])


def test_events_come_whole_and_as_others_know_them(world: World, secret: str) -> None:
    event = said(1)
    world.tell(event)
    answer = world.ask(secret)
    (told,) = answer.json()["events"]
    assert Event.model_validate(told) == event
    assert JSONFormat().read(CloudEvent, json.dumps(told)).get_data() == event.data
    page = {**document(), "$ref": "#/components/schemas/Page"}
    assert list(Draft202012Validator(page).iter_errors(answer.json())) == []
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.both_databases
def test_what_is_older_than_the_feed_goes_back_is_left_out(world: World, secret: str, clock: SetClock) -> None:
    world.tell(said(1))
    clock.move(timedelta(days=60))
    world.tell(said(2))
    clock.move(timedelta(days=31))
    assert world.everything(secret) == ["event-2"]


def test_nothing_of_others_is_in_it(world: World, secret: str) -> None:
    world.tell(said(1, authority=HULL), said(2))
    assert world.everything(secret) == ["event-2"]
