"""Our own feed, taken in by another, empty directory over a real socket: nothing is lost that the standard can express."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import uvicorn
from starlette.types import ASGIApp

from services.directory.adapters.feeds.http_feed import HttpFeed
from services.directory.adapters.works import DirectoryWorks
from services.directory.domain.feeds.merge import flat
from services.directory.domain.feeds.report import FeedReport
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.listings import ClassListing
from services.directory.domain.running import ended, today_at
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.entrypoints.local_delivery import openreferral_delivery
from services.directory.settings import DirectorySettings
from services.directory.use_cases.add_venue import add_venue
from services.directory.use_cases.import_feed import FeedChoices, import_feed
from services.directory.use_cases.ports import Stores
from services.directory.use_cases.publish_class import publish_class
from services.directory.use_cases.register_provider import register_provider
from services.directory.wiring import open_database, open_places, open_works
from shared.clock import SetClock
from shared.geo.region import region
from shared.ids import SeededIds
from shared.permissions import Actor, Role
from signpost.apps import FEED
from signpost.one_machine import OneMachine, open_machine
from tests.contracts.examples import CLASS, PROVIDER, VENUE
from tests.feeds.conftest import LEEDS

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Pair:
    """A listing here, and what became of it there. `hidden`: it meets where the address is told on joining."""

    kind: str
    ours: Any
    theirs: Any
    hidden: bool = False

    def differences(self) -> dict[str, tuple[Any, Any]]:
        """Ids are each directory's own: that they point to the same things is what `Trip.pairs` goes by."""
        before, after = flat(self.ours.details), flat(self.theirs.details)
        return {field: (before[field], after[field]) for field in before if field not in OWN_IDS and before[field] != after[field]}


OWN_IDS = frozenset({"provider_id", "venue_id"})
LOST: dict[str, Callable[[Any, Any, Pair], bool]] = {
    # An address must name a town, so the council area stands where none is known.
    "venue.town": lambda before, after, pair: before is None and after == region().authorities[pair.ours.details.authority].name,
    # An attribute holds the name of a partner, not which provider of ours that is.
    "class.partners": lambda before, after, pair: after == [{**each, "provider_id": None} for each in before],
    # What is not public: whether it is the class or its venue that keeps the address, and how to get in there.
    "class.address_on_joining": lambda before, after, pair: pair.hidden and (before, after) == (False, True),
    "class.access_note": lambda before, after, pair: pair.hidden and after is None,
}
"""Kind and field → whether a difference is the one that the standard, or the secret of an address, makes."""


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """On a free port of loopback; who asks before it runs waits in the socket's queue."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}{FEED}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@dataclass
class Trip:
    """The sample region here, and what arrived there."""

    here: OneMachine
    there: DirectoryWorks
    feed_url: str
    report: FeedReport
    again: FeedReport

    @property
    def feed_id(self) -> str:
        with self.there.look() as stores:
            found = stores.feeds.find(self.feed_url, LEEDS)
        assert found
        return found.id

    def pairs(self) -> list[Pair]:
        """By the ids that the feed gave; a class is checked to be of the same provider, and at the same venue where that is public."""
        with self.here.directory.works.look() as here, self.there.look() as there:
            now = {item.key: item.aggregate_id for item in there.feeds.items(self.feed_id) if item.aggregate_id}
            shelves = (
                ("provider", here.providers, there.providers),
                ("venue", here.venues, there.venues),
                ("class", here.classes, there.classes),
            )
            found = []
            for kind, ours, theirs in shelves:
                for item in there.feeds.items(self.feed_id, kind):
                    if kind != "venue" or not there.venues.get(item.aggregate_id or "").details.address_on_joining:
                        found.append(Pair(kind, ours.get(item.key), theirs.get(item.aggregate_id or "")))
            return [_checked(pair, here, now) if pair.kind == "class" else pair for pair in found]


def _checked(pair: Pair, here: Stores, now: dict[str, str]) -> Pair:
    ours, theirs = pair.ours.details, pair.theirs.details
    assert theirs.provider_id == now[ours.provider_id]
    venue = here.venues.get(ours.venue_id) if ours.venue_id else None
    hidden = venue is not None and (ours.address_on_joining or venue.details.address_on_joining)
    assert hidden or theirs.venue_id == (now[ours.venue_id] if ours.venue_id else None)
    return replace(pair, hidden=hidden)


def _is_offered(listing: ClassListing) -> bool:
    over = ended(listing.details.ends_on, today_at(NOW))
    return not (listing.withdrawn or over or freshness(listing.verified_at, NOW) is Freshness.HIDDEN)


def _with_every_field(here: OneMachine, actor: Actor) -> None:
    works, places = here.directory.works, here.directory.places
    provider = register_provider(works, actor, PROVIDER)
    venue = add_venue(works, places, actor, VENUE, None)
    publish_class(works, actor, CLASS.model_copy(update={"provider_id": provider.id, "venue_id": venue.id}))
    openreferral_delivery(here.directory).run_until_idle()


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trip]:
    data = tmp_path_factory.mktemp("trip")
    here = open_machine(data / "here", demo=True, clock=SetClock(NOW))
    database = open_database(DirectorySettings(data=data / "there"))
    places = open_places(DirectorySettings(data=data / "there"))
    everywhere = frozenset(one.gss for one in places.authorities())
    operator = Actor("operator", "Operator", frozenset({Role.OPERATOR}), authorities=everywhere)
    _with_every_field(here, operator)
    there = open_works(database, SetClock(NOW), SeededIds(9))
    with served(here.app) as url:
        feed = HttpFeed(url, allow_private=True)
        report, again = (import_feed(there, places, feed, operator, ImportTarget(LEEDS), FeedChoices(full=full)) for full in (False, True))
        feed.close()
        yield Trip(here, there, url, report, again)
    here.close()
    database.close()


def test_everything_that_is_offered_here_arrives_there_and_a_second_time_nothing_changes(trip: Trip) -> None:
    with trip.here.directory.works.look() as here, trip.there.look() as there:
        arrived = {item.key for item in there.feeds.items(trip.feed_id, "class")}
        offered = {each.id for each in here.classes.page(None, 10_000) if _is_offered(each)}
    assert arrived == offered and len(arrived) > 200
    assert set(trip.report.counts) == {"added", "ended"} and trip.report.doubt == ""
    assert set(trip.again.counts) == {"same", "ended"} and trip.again.counts["same"] == trip.report.counts["added"]


def test_every_field_arrives_but_for_what_is_listed_and_each_of_that_is_lost_as_listed(trip: Trip) -> None:
    lost: Counter[str] = Counter()
    for each in trip.pairs():
        for field, (before, after) in each.differences().items():
            name = f"{each.kind}.{field}"
            assert name in LOST, (name, before, after)
            assert LOST[name](before, after, each), (name, before, after)
            lost[name] += 1
    assert set(lost) == set(LOST)


def test_the_example_with_every_field_filled_arrives_whole(trip: Trip) -> None:
    (pair,) = [each for each in trip.pairs() if each.ours.details.name == CLASS.name]
    assert pair.differences() == {}


def test_of_an_address_told_on_joining_the_area_arrives_and_nothing_else(trip: Trip) -> None:
    hidden = [pair for pair in trip.pairs() if isinstance(pair.ours, ClassListing) and pair.hidden]
    assert len(hidden) > 5
    with trip.here.directory.works.look() as here, trip.there.look() as there:
        for pair in hidden:
            ours, theirs = (stores.venues.get(each.details.venue_id) for stores, each in ((here, pair.ours), (there, pair.theirs)))
            said = {name for name, value in flat(theirs.details).items() if value not in (None, False)}
            assert said <= {"name", "authority", "town", "step_free", "address_on_joining"} and theirs.details.address_on_joining
            assert theirs.details.town == ours.details.town or ours.details.town is None
            assert ours.details.name not in theirs.details.name and theirs.area
            assert (theirs.area and ours.area and theirs.area.point != (ours.located or ours.area).point) or not ours.details.postcode


def test_how_lately_somebody_looked_arrives_as_a_day(trip: Trip) -> None:
    for pair in trip.pairs():
        if isinstance(pair.ours, ClassListing):
            assert pair.theirs.verified_at.date() == pair.ours.verified_at.date()
