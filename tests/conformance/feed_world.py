"""A region with everything a feed has to tell: invented provision, ages, hidden addresses, what is over, unchecked or withdrawn."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI

from services.directory.entrypoints.local_delivery import openreferral_delivery, openreferral_thread
from services.directory.entrypoints.openreferral.app import openreferral_app
from shared.identity.keys import public_keys
from shared.identity.tokens import TokenVerifier
from signpost.sample.build import build_sample
from tests.directory.world import KEY, MORNING, Person, World, open_world

Json = dict[str, Any]
NOW = MORNING + timedelta(days=40)
"""Long enough after everything was published for some of it to be over, or not checked for a year."""
HIDDEN = {"name": "Rosebank House", "authority": "E08000035", "address_1": "17 Quiet Lane", "town": "Leeds", "postcode": "LS7 4"}
AGES = ((16, None), (19, None), (16, 18), (None, 25), (0, 120))
SESSIONS = (("monday", "09:30", "11:30"), ("friday", "18:00:30", "20:00"), ("saturday", "10:00", "12:15"))


@dataclass
class FeedWorld:
    """`crawler` asks the feed, and nothing else; `directory` is where things are changed."""

    directory: World
    app: FastAPI
    crawler: Person

    def settle(self, between: timedelta = timedelta()) -> None:
        """Let the feed hear everything that was said; `between` passes after each batch it takes."""
        self.directory.settle()
        delivery = openreferral_delivery(self.directory.directory)
        while delivery.run_once():
            self.directory.clock.move(between)

    def publish(self, **more: Any) -> str:
        made = str(self.directory.publish(**more)["id"])
        self.settle()
        return made

    def change(self, method: str, path: str, version: int, json: Any = None) -> None:
        answer = self.directory.amina.change(method, path, version, json)
        assert answer.status_code == 200, answer.text
        self.settle()

    def get(self, path: str, **asked: Any) -> httpx.Response:
        return self.crawler.get(path, params=asked)

    def read(self, path: str, **asked: Any) -> Json:
        answer = self.get(path, **asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def pages(self, path: str, **asked: Any) -> Iterator[Json]:
        """From the first to the last, by the addresses of the header Link."""
        answer = self.get(path, **asked)
        while True:
            assert answer.status_code == 200, answer.text
            yield answer.json()
            following = answer.links.get("next")
            if following is None:
                return
            answer = self.crawler.get(following["url"])

    def crawl(self, path: str, **asked: Any) -> list[Json]:
        return list(itertools.chain.from_iterable(page["contents"] for page in self.pages(path, per_page=500, **asked)))


@contextmanager
def open_feed(data: Path, portal: BlockingPortal, furnished: dict[str, str] | None = None) -> Iterator[FeedWorld]:
    """As open_world; what is furnished the first time has the invented region in it too."""
    with open_world(data, portal, furnished) as world:
        verifier = TokenVerifier(public_keys(KEY), "signpost", world.clock)
        app = openreferral_app(world.directory, verifier, openreferral_thread(world.directory))
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://feed.test")
        feed = FeedWorld(world, app, Person(client, portal))
        if furnished is None:
            _furnish(feed)
        world.clock.set(NOW)
        feed.settle()
        yield feed
        portal.call(client.aclose)


def _furnish(feed: FeedWorld) -> None:
    world = feed.directory
    build_sample(world.directory)
    feed.settle(between=timedelta(hours=7))
    hidden = world.amina.post(f"/v1/venues?provider_id={world.college}", {**HIDDEN, "address_on_joining": True}).json()["id"]
    for at, (youngest, oldest) in enumerate(AGES):
        sessions = [{"day": day, "starts": starts, "ends": ends} for day, starts, ends in SESSIONS[at % 3 :]]
        venue = hidden if at == 1 else world.centre
        world.clock.move(timedelta(days=1))
        feed.publish(name=f"English for ages {at}", minimum_age=youngest, maximum_age=oldest, sessions=sessions, venue_id=venue)
    world.publish(name="Over since the summer", ends_on="2026-07-31")
    world.publish(name="Ends before it is crawled", ends_on=(NOW - timedelta(days=9)).date().isoformat())
    world.publish(name="Online café, crèche’s own", format="online", venue_id=None, description="Naïve & “quoted” 100% _plain_")
    gone = world.publish(name="Soon withdrawn", minimum_age=16)
    answer = world.amina.change("POST", f"/v1/classes/{gone['id']}/withdraw", gone["version"])
    assert answer.status_code == 200, answer.text
    feed.settle(between=timedelta(hours=7))
    feed.publish(name="Women’s English", support_languages=["ar", "pa-Arab"], childcare="creche", women_only=True)
