"""Feeds that are slow, wrong, huge or gone: each is a clear refusal, nothing is half taken, and the next run goes on."""

import gzip
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from services.directory.adapters.feeds import asking, bodies
from services.directory.adapters.feeds.http_feed import HttpFeed
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.import_feed import import_feed
from shared.errors import Invalid, NotAllowed, SignpostError, TooLarge, Unavailable
from shared.permissions import Actor, Role
from tests.feeds.conftest import LEEDS, WORKER, World
from tests.feeds.server import Answer, Asked, as_json, classes, page_of, service

Page = dict[str, Any]


def altered(world: World, number: int, change: Callable[[Page], Page]) -> None:
    """That page of the feed is changed on its way."""

    def trouble(asked: Asked) -> Answer | None:
        if asked.page != number:
            return None
        return as_json(change(page_of(world.server.services, number, world.server.per_page, nested=True)))

    world.server.troubles.append(trouble)


def refused(world: World, kind: type[SignpostError] = Invalid) -> SignpostError:
    """What the import says; of the broken page nothing was taken."""
    with pytest.raises(kind) as said:
        world.take()
    assert said.value.remedy and len(world.classes()) in {0, 5}
    return said.value


@pytest.fixture
def feed(world: World) -> World:
    world.server.services, world.server.per_page = classes(15), 5
    return world


@pytest.mark.parametrize(
    ("page", "body"),
    [
        (1, b"<!doctype html><title>Sign in</title>"),
        (1, b"{}"),
        (2, b""),
        (2, b"{"),
        (2, b"[" * 100_000),
        (2, "naïve".encode("latin-1")),
        (2, b"[1, 2]"),
    ],
)
def test_what_is_no_page_is_told(feed: World, page: int, body: bytes) -> None:
    feed.server.trouble(page, answer=Answer(200, body, {"Content-Type": "application/json"}))
    said = refused(feed)
    assert f"age {page}" in said.message


def test_a_web_page_is_called_one(feed: World) -> None:
    feed.server.trouble(answer=Answer(200, b"<html>Welcome</html>"))
    assert "a web page" in refused(feed).message


@pytest.mark.parametrize("version", ["HSDS-UK-1.0", None, 3, {"x": 1}])
def test_another_version_is_refused_before_anything_is_read(feed: World, version: object) -> None:
    feed.server.troubles.append(lambda asked: as_json({"version": version}) if asked.path == "/" else None)
    assert "no Open Referral UK 3 feed" in refused(feed).message and feed.server.pages == []


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("contents", {"contents": None}),
        ("contents", {"contents": {"id": "x"}}),
        ("contents", {"contents": []}),
        ("total_items", {"total_items": None}),
        ("total_items", {"total_items": -1}),
        ("total_items", {"total_items": True}),
        ("total_items", {"total_items": 10**12}),
        ("total_items", {"total_items": 5_000}),
        ("total_pages", {"total_pages": "three"}),
        ("total_pages", {"total_pages": 2.5}),
        ("page_number", {"page_number": 1}),
        ("last_page", {"last_page": True}),
    ],
)
def test_a_page_that_contradicts_itself_is_refused_by_field(feed: World, field: str, change: Page) -> None:
    altered(feed, 2, lambda page: page | change)
    said = refused(feed)
    assert [problem.field for problem in said.problems] == [field]


def test_a_feed_that_gives_the_same_page_for_ever_is_left(feed: World) -> None:
    def same(asked: Asked) -> Answer | None:
        page = page_of(feed.server.services, 1, 5, nested=True)
        return as_json(page | {"page_number": asked.page, "total_pages": asked.page + 1, "last_page": False}) if asked.page else None

    feed.server.troubles.append(same)
    assert "on the pages before" in refused(feed).message and feed.server.pages == [1, 2]


def test_a_feed_that_holds_more_than_it_says_is_left(feed: World) -> None:
    def endless(asked: Asked) -> Answer | None:
        if not asked.page:
            return None
        page = page_of(classes(10_000), asked.page, 5, nested=True)
        return as_json(page | {"total_items": 5})

    feed.server.troubles.append(endless)
    assert "and gives more" in refused(feed).message and feed.server.pages == [1, 2]


def test_a_feed_that_grows_as_it_is_read_has_an_end(world: World) -> None:
    def growing(asked: Asked) -> Answer | None:
        if not asked.page:
            return None
        contents = [service(f"Walking group {asked.page}, {at}") for at in range(100)]
        page = page_of(contents, 1, 100, nested=True)
        more = {"page_number": asked.page, "total_pages": asked.page + 1, "total_items": 100 * (asked.page + 1), "last_page": False}
        return as_json(page | more)

    world.server.troubles.append(growing)
    assert "grew from 200" in refused(world).message and len(world.server.pages) < 20


def test_a_body_that_unpacks_to_far_more_than_it_is_is_refused(feed: World) -> None:
    bomb = gzip.compress(b" " * (bodies.MOST_BYTES * 4))
    assert len(bomb) < 200_000
    feed.server.trouble(2, answer=Answer(200, bomb, {"Content-Encoding": "gzip"}))
    assert "larger than 25 MB" in refused(feed, TooLarge).message


def test_a_body_that_is_too_large_is_refused(feed: World) -> None:
    feed.server.trouble(2, answer=Answer(200, b" " * (bodies.MOST_BYTES + 1)))
    assert "larger than 25 MB" in refused(feed, TooLarge).message


def test_a_packed_page_is_unpacked(feed: World) -> None:
    packed = gzip.compress(json.dumps(page_of(feed.server.services, 2, 5, nested=True)).encode())
    feed.server.trouble(2, answer=Answer(200, packed, {"Content-Encoding": "gzip"}))
    feed.take()
    assert len(feed.classes()) == 15


@pytest.mark.parametrize(
    ("encoding", "body"), [("gzip", b"not packed"), ("gzip", gzip.compress(b"x" * 5_000)[:-12]), ("br", b"x"), ("zstd", b"x")]
)
def test_a_body_that_cannot_be_unpacked_is_told(feed: World, encoding: str, body: bytes) -> None:
    feed.server.trouble(2, answer=Answer(200, body, {"Content-Encoding": encoding}))
    assert "packed" in (said := refused(feed, Unavailable).message) or "packs" in said or "ends in the middle" in said


@pytest.mark.parametrize("answer", [Answer(500), Answer(503), Answer(429), Answer(200, b"x" * 1_000, cut=True)])
def test_a_server_that_fails_is_asked_again_and_then_told_of(feed: World, answer: Answer) -> None:
    feed.server.trouble(2, answer=answer)
    said = refused(feed, Unavailable)
    assert feed.server.pages == [1, 2, 2, 2, 2, 2] and len(feed.pauses) == 4
    assert "goes on where it was" in said.remedy
    assert sorted(feed.pauses) == feed.pauses and 1 <= feed.pauses[0] <= feed.pauses[-1] <= asking.MOST_SECONDS_ASKED_FOR


def test_a_server_that_fails_for_a_moment_makes_no_difference(feed: World) -> None:
    failures = [Answer(503), Answer(502)]
    feed.server.troubles.append(lambda asked: failures.pop() if asked.page == 2 and failures else None)
    feed.take()
    assert len(feed.classes()) == 15 and len(feed.pauses) == 2


def test_a_server_that_does_not_answer_in_time_is_asked_again(feed: World) -> None:
    let_go = threading.Event()

    def slow(asked: Asked) -> Answer | None:
        if asked.page == 2 and not let_go.is_set():
            let_go.wait(20)
        return None

    feed.server.troubles.append(slow)
    client = HttpFeed(feed.server.url, allow_private=True, pause=lambda seconds: let_go.set())
    client._client.timeout = 0.3
    import_feed(feed.works, feed.places, client, WORKER, ImportTarget(LEEDS))
    client.close()
    assert len(feed.classes()) == 15 and feed.server.pages.count(2) >= 2


@pytest.mark.parametrize(("asks", "pause"), [("7", 7.0), ("0", 0.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)])
def test_a_pause_that_the_server_asks_for_is_kept(feed: World, asks: str, pause: float) -> None:
    busy = [Answer(429, headers={"Retry-After": asks})]
    feed.server.troubles.append(lambda asked: busy.pop() if asked.page == 2 and busy else None)
    feed.take()
    assert feed.pauses == [pause]


def test_a_server_that_wants_to_be_left_alone_for_an_hour_is_left(feed: World) -> None:
    feed.server.trouble(2, answer=Answer(503, headers={"Retry-After": "3600"}))
    assert "60 minutes" in refused(feed, Unavailable).message and feed.pauses == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_server_that_refuses_is_told_of_at_once(feed: World, status: int) -> None:
    feed.server.trouble(2, answer=Answer(status))
    assert str(status) in refused(feed, Unavailable).message and feed.pauses == []


def test_a_server_that_sends_round_in_circles_is_left(feed: World) -> None:
    feed.server.trouble(2, answer=Answer(302, headers={"Location": f"{feed.server.url}/services?page=2&per_page=5"}))
    assert "without end" in refused(feed).message


def test_a_redirect_to_the_right_place_is_followed(feed: World) -> None:
    feed.server.troubles.append(
        lambda asked: (
            Answer(301, headers={"Location": f"{feed.server.url}/services?page=2&per_page=5&full=true&here=1"})
            if asked.page == 2 and "here" not in asked.query
            else None
        )
    )
    feed.take()
    assert len(feed.classes()) == 15


@pytest.mark.parametrize("leads_to", ["file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/"])
def test_a_redirect_to_what_is_no_web_address_is_not_followed(feed: World, leads_to: str) -> None:
    feed.server.trouble(2, answer=Answer(302, headers={"Location": leads_to}))
    with pytest.raises(SignpostError):
        feed.take()
    assert len(feed.classes()) == 5


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/v3",
        "http://localhost:1",
        "http://[::1]:1",
        "http://10.0.0.8/",
        "http://169.254.169.254/v3",
        "http://[64:ff9b::a00:8]/",
    ],
)
def test_addresses_within_a_private_network_are_refused_unless_allowed(url: str) -> None:
    feed = HttpFeed(url)
    with pytest.raises(Invalid, match="private network") as said:
        feed.root()
    assert "--allow-private" in said.value.remedy
    feed.close()


def test_nothing_that_listens_is_told(world: World) -> None:
    feed = HttpFeed("http://127.0.0.1:1/v3", allow_private=True, pause=world.pauses.append)
    with pytest.raises(Unavailable, match="connection failed"):
        feed.root()
    feed.close()
    assert len(world.pauses) == 4


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "ftp://example.org",
        "file:///etc/passwd",
        "https://",
        "https://me:secret@example.org",
        "https://x.org/v3?page=1",
        "http://[::1",
    ],
)
def test_what_is_no_address_of_a_feed_is_refused(url: str) -> None:
    with pytest.raises(Invalid) as said:
        HttpFeed(url)
    assert said.value.problems[0].field == "--feed" and said.value.remedy and "secret" not in said.value.message


def test_only_those_who_may_import_for_the_authority_may_take_a_feed_in(world: World) -> None:
    world.server.services = [service("ESOL A")]
    elsewhere = Actor("x", "Elsewhere", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({"E08000032"}))
    for actor in (elsewhere, Actor("r", "Ravi", frozenset({Role.REFERRER}), authorities=frozenset({LEEDS}))):
        with pytest.raises(NotAllowed):
            world.take(actor=actor)
    assert world.server.asked == []


@pytest.mark.parametrize("id", ["..", "."])
def test_an_id_that_would_lead_out_of_the_services_is_a_service_nobody_has(feed: World, id: str) -> None:
    asked_before = len(feed.server.asked)
    assert HttpFeed(feed.server.url, allow_private=True).service(id) is None
    assert len(feed.server.asked) == asked_before
