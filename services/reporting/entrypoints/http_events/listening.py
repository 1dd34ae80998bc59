"""One caller who listens: what is granted is looked up anew each time something may be told, however long the answer goes on."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request

from services.reporting.entrypoints.http_events.asked import EventsAsked, listed
from services.reporting.entrypoints.http_events.news import News
from services.reporting.entrypoints.http_events.seats import Seats
from services.reporting.use_cases.feed_grants import grant_of, wanted
from services.reporting.use_cases.feed_ports import Place
from services.reporting.use_cases.follow_events import FollowEvents, Page
from shared.permissions import ANYONE, Actor
from shared.web.access import caller_of
from shared.web.threads import read

STILL_THERE_SECONDS = 1.0


@dataclass(frozen=True)
class Feed:
    """What the routes run on, in `app.state.feed`. Seconds: between two signs of life of a stream, and how long one may be."""

    follow: FollowEvents
    news: News
    seats: Seats
    sign_of_life_seconds: float = 15
    stream_seconds: float = 900


class Listener:
    def __init__(self, feed: Feed, request: Request, actor: Actor, asked: EventsAsked) -> None:
        self.feed, self.actor = feed, actor
        self._request, self._limit = request, asked.limit
        self._types, self._authorities = listed(asked.types), listed(asked.authority)

    async def page(self, after: Place | None) -> Page:
        """Raises NotAllowed, NotUnderstood and Gone as the use cases do."""
        what = wanted(grant_of(self.actor), self._types, self._authorities)
        return await read(lambda: self.feed.follow.page(after, what, self._limit))

    async def page_anew(self, after: Place) -> Page:
        """The same after a while. Raises NotSignedIn once a partner was removed or a token is out of date."""
        self.actor = await caller_of(self._request) or ANYONE
        return await self.page(after)

    async def page_in_time(self, after: Place | None, seconds: float) -> Page:
        """The first page that has something, or an empty one when there was nothing for so long."""
        clock = asyncio.get_running_loop()
        until = clock.time() + seconds
        page = await self.page(after)
        while not page.events and (left := until - clock.time()) > 0 and not self.feed.news.closing:
            if await self.feed.news.beyond(page.after.position, min(left, STILL_THERE_SECONDS)):
                page = await self.page_anew(page.after)
            elif await self._request.is_disconnected():
                break
        return page
