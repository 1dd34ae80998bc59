"""The four addresses of services, and of services at their locations."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from services.directory.domain.openreferral import entries
from services.directory.domain.openreferral.entries import Entry
from services.directory.domain.openreferral.question import Question
from services.directory.entrypoints.asking import Parts, Visitor
from services.directory.entrypoints.openreferral.answering import headers, page_answer, tag_of, unchanged
from services.directory.entrypoints.openreferral.asked import AtLocationsAsked, ServicesAsked, check_shape, question_of
from services.directory.entrypoints.openreferral.models import AtLocationItem, AtLocationsPage, ServiceItem, ServicesPage
from services.directory.use_cases.openreferral.ports import FeedLook
from services.directory.use_cases.openreferral.read_feed import Shape, next_batch, read_page
from services.directory.wiring import Directory
from shared.web.answers import Json
from shared.web.threads import read

router = APIRouter(tags=["services"])
NDJSON = "application/x-ndjson"
STREAMED: dict[int | str, dict[str, Any]] = {200: {"content": {NDJSON: {}}}}
OF_SERVICES = {"listed": entries.service_listed, "nested": entries.service_nested, "dated": entries.service_dated}
OF_AT_LOCATIONS = {"listed": entries.at_location_listed, "nested": entries.at_location_nested, "dated": entries.at_location_dated}


@router.get("/services", summary="Services, page by page", response_model=ServicesPage, responses=STREAMED)
async def services(asked: Annotated[ServicesAsked, Query()], request: Request, parts: Parts, actor: Visitor) -> Response:
    return await _list(asked, request, parts, _shape(asked, OF_SERVICES))


@router.get("/services/{id}", summary="One service, fully nested", response_model=ServiceItem)
async def service(id: str, request: Request, parts: Parts, actor: Visitor) -> Response:
    return await read(lambda: _one(request, parts, lambda look: look.service(id.lower()), entries.service_nested))


@router.get("/service_at_locations", summary="Services at their locations", response_model=AtLocationsPage, responses=STREAMED)
async def at_locations(asked: Annotated[AtLocationsAsked, Query()], request: Request, parts: Parts, actor: Visitor) -> Response:
    """A class has one place at most, so each service is here once or, held online, not at all."""
    return await _list(asked, request, parts, _shape(asked, OF_AT_LOCATIONS))


@router.get("/service_at_locations/{id}", summary="One service at its location, fully nested", response_model=AtLocationItem)
async def at_location(id: str, request: Request, parts: Parts, actor: Visitor) -> Response:
    return await read(lambda: _one(request, parts, lambda look: look.at_location(id.lower()), entries.at_location_nested))


def _shape(asked: ServicesAsked, shapes: Mapping[str, Shape]) -> Shape:
    check_shape(asked)
    if asked.minimal:
        return shapes["dated"]
    return shapes["nested" if asked.full else "listed"]


async def _list(asked: ServicesAsked, request: Request, parts: Directory, shape: Shape) -> Response:
    if asked.format == "ndjson":
        return await _stream(asked, request, parts, shape)
    return await read(lambda: _page(asked, request, parts, shape))


def _page(asked: ServicesAsked, request: Request, parts: Directory, shape: Shape) -> Response:
    now = parts.clock.now()
    with parts.feed.look() as look:
        question = question_of(asked, parts.places, look)
        tag = tag_of(look, now, question.around)
        return unchanged(request, tag) or page_answer(request, read_page(look, question, shape, asked.number, asked.length, now), tag)


def _one(request: Request, parts: Directory, found: Callable[[FeedLook], Entry], shape: Shape) -> Response:
    now = parts.clock.now()
    with parts.feed.look() as look:
        tag = tag_of(look, now)
        entry = found(look)
        return unchanged(request, tag) or Json(shape(entry, now), headers=headers(tag))


async def _stream(asked: ServicesAsked, request: Request, parts: Directory, shape: Shape) -> Response:
    """What is wrong with the question is answered before the first line; the rest is read as fast as it is taken."""
    question, tag = await read(lambda: _asked(asked, parts, parts.clock.now()))
    if answer := unchanged(request, tag):
        return answer
    return StreamingResponse(_lines(parts, question, shape), media_type=NDJSON, headers=headers(tag))


def _asked(asked: ServicesAsked, parts: Directory, now: datetime) -> tuple[Question, str]:
    with parts.feed.look() as look:
        question = question_of(asked, parts.places, look)
        return question, tag_of(look, now, question.around)


async def _lines(parts: Directory, question: Question, shape: Shape) -> AsyncIterator[bytes]:
    after: str | None = ""
    while after is not None:
        behind = after
        batch, after = await read(lambda: next_batch(parts.feed, parts.clock, question, shape, behind))  # noqa: B023  awaited at once
        yield b"".join(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in batch)
