"""Server-sent events: the feed as one answer that goes on, and that any client can take up again where it broke off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack

import orjson
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from services.reporting.entrypoints.http_events.asked import cursor_of
from services.reporting.entrypoints.http_events.listening import Listener
from services.reporting.use_cases.follow_events import Page
from shared.contracts.event import Event
from shared.errors import NotAllowed, NotSignedIn, SignpostError

RETRY_MILLISECONDS = 2_000
HEADERS = {"Cache-Control": "private, no-store", "X-Accel-Buffering": "no", "Vary": "Accept, Authorization, Prefer"}
SLACK_SECONDS = 30
"""For a caller who does not read any more: no longer than this past the end of the stream is anything kept for them."""


class EventStream(StreamingResponse):
    """Holds a seat while it lasts."""

    def __init__(self, listener: Listener, first: Page, seat: ExitStack) -> None:
        super().__init__(_told(listener, first), headers=HEADERS, media_type="text/event-stream")
        self._seat, self._longest = seat, listener.feed.stream_seconds + SLACK_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._seat:
            async with asyncio.timeout(self._longest):
                await super().__call__(scope, receive, send)


def structured(event: Event) -> dict[str, object]:
    """CloudEvents in JSON: what an event does not have is left out."""
    return {name: value for name in Event.model_fields if (value := getattr(event, name)) is not None}


async def _told(listener: Listener, page: Page) -> AsyncIterator[bytes]:
    yield b"retry: %d\n\n" % RETRY_MILLISECONDS
    try:
        async for part in _pages(listener, page):
            yield part
    except (NotSignedIn, NotAllowed):
        yield _comment("what you were granted has changed; ask again to be told how")
    except SignpostError as error:
        yield _comment(f"{error.message} Go on later with Last-Event-ID.")
    else:
        yield _comment("this answer ends here; go on with Last-Event-ID")


async def _pages(listener: Listener, page: Page) -> AsyncIterator[bytes]:
    feed, clock = listener.feed, asyncio.get_running_loop()
    until = clock.time() + feed.stream_seconds
    while True:
        if page.events:
            yield b"".join(b"id: %s\ndata: %s\n\n" % (cursor_of(place).encode(), _json(event)) for place, event in page.events)
        if (left := until - clock.time()) <= 0 or feed.news.closing:
            return
        if not page.more and not await feed.news.beyond(page.after.position, min(left, feed.sign_of_life_seconds)):
            yield _comment("still here")
        page = await listener.page_anew(page.after)


def _json(event: Event) -> bytes:
    return orjson.dumps(structured(event), option=orjson.OPT_UTC_Z)


def _comment(text: str) -> bytes:
    return f": {text}\n\n".encode()
