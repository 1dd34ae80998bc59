"""`Prefer: wait`: the answer waits until there is something, and nobody's waiting costs anybody else."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from services.reporting.entrypoints.http_events.seats import Seats
from services.reporting.use_cases.remove_partner import remove_partner
from tests.journeys.server import wait_for

from .world import BRADFORD, LEEDS, NO_TLS, OPERATOR, World, ids, in_the_background, said, waiting

MANY = 120
MOST_THREADS = 8
"""Four that read, and those of the server and the test."""


def begin_to_wait(world: World, secret: str, seconds: int = 50, **asked: str) -> Callable[[], httpx.Response]:
    """Asked from the present end, in the background; returns when it waits."""
    before, end = waiting(world), world.page(secret, after="newest")["next"]
    answer = in_the_background(lambda: world.ask(secret, prefer=f"wait={seconds}", after=end, **asked))
    wait_for("somebody to wait", lambda: waiting(world) > before or None)
    return answer


def test_what_is_there_is_told_without_waiting(world: World, secret: str) -> None:
    world.tell(said(1))
    answer = world.ask(secret, prefer="wait=60")
    assert (ids(answer.json()), answer.headers["preference-applied"]) == (["event-1"], "wait=60")


def test_who_waits_is_told_as_soon_as_something_was_said(world: World, secret: str) -> None:
    answer = begin_to_wait(world, secret)
    world.tell(said(1))
    assert ids(answer().json()) == ["event-1"]


@pytest.mark.both_databases
def test_who_waits_is_told_what_another_process_heard(world: World, secret: str) -> None:
    other = world.opened()
    answer = begin_to_wait(world, secret)
    world.tell(said(1), by=other)
    assert ids(answer().json()) == ["event-1"]
    other.close()


def test_what_one_does_not_hear_ends_no_wait(world: World, secret: str) -> None:
    answer = begin_to_wait(world, secret, authority=LEEDS)
    world.tell(said(1, authority=BRADFORD))
    world.tell(said(2, authority=LEEDS))
    assert ids(answer().json()) == ["event-2"]


def test_when_nothing_is_said_the_answer_is_empty_and_one_goes_on_from_it(world: World, secret: str) -> None:
    world.tell(said(1))
    read = world.page(secret)
    empty = world.ask(secret, prefer="wait=0", after=read["next"])
    world.tell(said(2))
    assert (empty.status_code, ids(empty.json())) == (200, [])
    assert ids(world.page(secret, after=empty.json()["next"])) == ["event-2"]


WISHES = {
    "wait=600": "wait=60",
    'respond-async, wait="5"; x=1': "wait=5",
    "wait=5, wait=9": "wait=5",
    "WAIT = 7": "wait=7",
    "wait=soon": None,
    "wait=-1": None,
    "waiting=5": None,
}


def test_a_wish_is_read_as_the_standard_says_and_what_cannot_be_read_is_passed_over(world: World, secret: str) -> None:
    """RFC 7240. The answer is there at once, for something was said already."""
    world.tell(said(1))
    answers = {prefer: world.ask(secret, prefer=prefer) for prefer in WISHES}
    assert {prefer: answer.headers.get("preference-applied") for prefer, answer in answers.items()} == WISHES
    assert all(ids(answer.json()) == ["event-1"] for answer in answers.values())


def test_many_wait_without_a_thread_each_and_all_are_told(world: World, secret: str) -> None:
    feed = world.app.state.feed
    world.app.state.feed = replace(feed, seats=Seats(MANY, MANY))
    before = threading.active_count()

    async def all_of_them() -> tuple[int, list[list[str]]]:
        limits = httpx.Limits(max_connections=MANY)
        headers = {"Authorization": f"Bearer {secret}", "Prefer": "wait=50"}
        async with httpx.AsyncClient(limits=limits, headers=headers, timeout=60, verify=NO_TLS) as client:
            asked = [asyncio.ensure_future(client.get(f"http://127.0.0.1:{world.port}/events/v1")) for _ in range(MANY)]
            while waiting(world) < MANY:
                await asyncio.wait(asked, timeout=0.02)
            threads = threading.active_count() - before
            await asyncio.to_thread(world.tell, said(1))
            return threads, [ids((await each).json()) for each in asked]

    threads, told = asyncio.run(all_of_them())
    assert told == [["event-1"]] * MANY
    assert threads <= MOST_THREADS


def test_one_partner_may_have_eight_waiting_and_takes_nobody_else_s_place(world: World, secret: str) -> None:
    answers = [begin_to_wait(world, secret) for _ in range(8)]
    refused = world.ask(secret, prefer="wait=50", after="newest")
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)
    another = begin_to_wait(world, world.partner("another"))
    assert world.ask(secret, after="newest").status_code == 200
    world.tell(said(1))
    assert {answer().status_code for answer in (*answers, another)} == {200}
    assert world.ask(secret, prefer="wait=0", after="newest").status_code == 200


def test_when_every_place_is_taken_it_says_when_to_come_back(world: World, secret: str) -> None:
    world.app.state.feed = replace(world.app.state.feed, seats=Seats(1, 1))
    answer = begin_to_wait(world, secret)
    refused = world.ask(world.partner("another"), prefer="wait=50", after="newest")
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (503, True)
    world.tell(said(1))
    assert answer().status_code == 200


def test_who_goes_away_leaves_the_place_to_others(world: World, secret: str) -> None:
    with world.client(secret) as client, pytest.raises(httpx.ReadTimeout):
        client.get("/v1", headers={"Prefer": "wait=60"}, timeout=0.2)
    wait_for("the place to be free", lambda: waiting(world) == 0 or None)


def test_a_partner_removed_while_it_waits_is_told_nothing(world: World, secret: str) -> None:
    answer = begin_to_wait(world, secret)
    remove_partner(world.reporting.works, None, OPERATOR, "libraries")
    world.tell(said(1))
    assert answer().status_code == 401


def test_who_waits_gets_an_answer_when_the_process_is_told_to_end(world: World, secret: str) -> None:
    answer = begin_to_wait(world, secret)
    world.end()
    assert (answer().status_code, ids(answer().json())) == (200, [])
