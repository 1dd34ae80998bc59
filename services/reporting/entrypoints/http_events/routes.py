"""The one address of the feed."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Header, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from services.reporting.entrypoints.http_events.asked import NEWEST, EventsAsked, cursor_of, place_of, wait_of
from services.reporting.entrypoints.http_events.listening import Feed, Listener
from services.reporting.entrypoints.http_events.stream import HEADERS, EventStream, structured
from services.reporting.use_cases.feed_ports import Place
from services.reporting.use_cases.follow_events import Page
from shared.contracts.event import Event
from shared.permissions import Actor, Permission
from shared.web.access import require
from shared.web.threads import read

Hearer = Annotated[Actor, Depends(require(Permission.EVENTS_READ))]
STREAM = "text/event-stream"
router = APIRouter()


class EventsAnswer(BaseModel):
    """A page of events, oldest first. `next` is the cursor to ask with from here on; `more` says that it can be asked for at once."""

    events: list[Event]
    next: str
    more: bool


ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": EventsAnswer, "description": "A page; with `Accept: text/event-stream` server-sent events without end."},
}
DESCRIPTION = (
    "Events of the authorities and types you were granted, in the one order of this installation, each once. Remember `next` and ask with "
    "it as `after`; it stays good over restarts and upgrades.\n\n"
    "`Prefer: wait=30` (at most 60 seconds) lets the answer wait until there is something. With `Accept: text/event-stream` each event is "
    "the `data` of a server-sent event whose `id` is its cursor; `Last-Event-ID` takes the stream up again. It ends after a quarter of an "
    "hour at most: connect again."
)


@router.get("/v1", summary="Events after a cursor", description=DESCRIPTION, responses=ANSWERS)
async def events(
    request: Request,
    asked: Annotated[EventsAsked, Query()],
    actor: Hearer,
    accept: Annotated[str, Header()] = "",
    prefer: Annotated[str, Header(description="`wait=30`: seconds the answer may wait.")] = "",
    last_event_id: Annotated[str, Header(description="For a stream: counts more than `after`.")] = "",
) -> Response:
    feed: Feed = request.app.state.feed
    listener = Listener(feed, request, actor, asked)
    if STREAM in accept.lower():
        first = await listener.page(await _place(feed, last_event_id or asked.after))
        return EventStream(listener, first, feed.seats.take(actor.subject))
    after, wait = await _place(feed, asked.after), wait_of(request.headers.getlist("prefer"))
    if wait is None:
        return _answer(await listener.page(after))
    with feed.seats.take(actor.subject):
        return _answer(await listener.page_in_time(after, wait), {"Preference-Applied": f"wait={wait}"})


async def _place(feed: Feed, after: str | None) -> Place | None:
    """None: from the oldest that is kept."""
    if after is None:
        return None
    return await read(feed.follow.newest) if after == NEWEST else place_of(after)


def _answer(page: Page, headers: dict[str, str] | None = None) -> Response:
    told = {"events": [structured(event) for _, event in page.events], "next": cursor_of(page.after), "more": page.more}
    return Response(orjson.dumps(told, option=orjson.OPT_UTC_Z), 200, {**HEADERS, **(headers or {})}, "application/json")
