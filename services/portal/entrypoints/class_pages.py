"""One class: everything known of it, and who may pay for a place."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from services.portal.adapters.answers import Funding, Pin, ShownClass
from services.portal.adapters.directory_api import DirectoryApi, Fields
from services.portal.adapters.problem import Problem, by_field
from services.portal.entrypoints.asking import Directory, Rendering, Visitor
from services.portal.map_picture import area_picture
from shared.contracts.provision import Contact
from shared.errors import NotFound

router = APIRouter()

Said = Annotated[str, Form(max_length=60)]
SAID_NOTHING: Fields = {"home": "", "circumstance": "not-said", "in_uk_since": ""}


@router.get("/classes/{id}")
async def show(id: str, request: Request, pages: Rendering, visitor: Visitor, directory: Directory) -> Response:
    shown = await directory.shown_class(id)
    page = _page(request, shown, SAID_NOTHING, shown.funding)
    return pages.render(request, visitor, "class.html", contact=await _whom_to_ask(directory, shown), **page)


@router.post("/classes/{id}/who-pays")
async def who_pays(
    id: str,
    request: Request,
    pages: Rendering,
    visitor: Visitor,
    directory: Directory,
    home: Said = "",
    circumstance: Said = "not-said",
    in_uk_since: Said = "",
) -> Response:
    """Answered on the page and kept nowhere: it comes in the body, since addresses end up in logs and histories."""
    said = {"home": home.strip(), "circumstance": circumstance, "in_uk_since": in_uk_since}
    shown, funding = await asyncio.gather(directory.shown_class(id), directory.funding(id, _given(said)), return_exceptions=True)
    if isinstance(shown, BaseException):
        raise shown
    refused = funding if isinstance(funding, Problem) and funding.status == HTTPStatus.UNPROCESSABLE_ENTITY else None
    if isinstance(funding, BaseException):
        if refused is None:
            raise funding
        funding = shown.funding
    page = _page(request, shown, said, funding, refused)
    status = refused.status if refused else HTTPStatus.OK
    response = pages.render(request, visitor, "class.html", status, contact=await _whom_to_ask(directory, shown), **page)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/classes/{id}/who-pays")
async def back_to_class(id: str, visitor: Visitor) -> Response:
    """For an address that was kept though its answer was not."""
    return RedirectResponse(f"/classes/{id}#who-pays", HTTPStatus.SEE_OTHER)


@router.get("/classes/{id}/map.svg")
async def place_picture(id: str, visitor: Visitor, directory: Directory) -> Response:
    """Where the class is within its authority."""
    shown, outlines = await asyncio.gather(directory.shown_class(id), directory.outlines())
    pin = _pin(shown)
    if pin is None or shown.state.where is None:
        raise NotFound("This class has no place on a map.")
    return Response(area_picture(outlines, shown.state.where.authority, pin), media_type="image/svg+xml")


def _pin(shown: ShownClass) -> Pin | None:
    where = shown.state.where
    if where is None or where.point is None:
        return None
    return Pin(
        id=shown.state.id,
        name=shown.state.details.name,
        provider=shown.state.provider.name,
        where=where.name,
        lat=where.point.lat,
        lon=where.point.lon,
        precision=where.precision,
        area_only=where.area_only,
    )


async def _whom_to_ask(directory: DirectoryApi, shown: ShownClass) -> Contact:
    """The provider's own details where the class names nobody."""
    own = shown.state.details.contact
    return own if own != Contact() else (await directory.provider(shown.state.provider.id)).details.contact


def _given(said: Fields) -> Fields:
    return {name: value for name, value in said.items() if value}


def _page(
    request: Request, shown: ShownClass, said: Fields, funding: tuple[Funding, ...], refused: Problem | None = None
) -> dict[str, Any]:
    return {
        "shown": shown,
        "state": shown.state,
        "details": shown.state.details,
        "funding": funding,
        "said": said,
        "answered": said != SAID_NOTHING and refused is None,
        "back": _results_before(request),
        "problems": refused.problems if refused else (),
        "errors": by_field(refused),
    }


def _results_before(request: Request) -> str:
    """The results the visitor came from, with all their filters; else the search."""
    before = urlsplit(request.headers.get("referer", ""))
    if before.netloc == request.url.netloc and before.path == "/classes":
        return f"/classes?{before.query}" if before.query else "/classes"
    return "/classes"
