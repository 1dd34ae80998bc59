"""The start page, and the classes found: as a list, on a map and by provider."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.portal.adapters.answers import Filter, Found, Pinned
from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.problem import Problem, by_field
from services.portal.asked import Asked
from services.portal.entrypoints.asking import Directory, Rendering, Visitor
from services.portal.filter_groups import chips, groups, left_for_form
from services.portal.map_picture import region_picture
from shared.web.answers import Json

router = APIRouter()

A_DAY = 24 * 3600


@dataclass(frozen=True)
class Answered:
    """`problem` when what was asked breaks a rule: the page then says so beside the field, and finds nothing."""

    filters: tuple[Filter, ...]
    found: Found | None
    pinned: Pinned | None = None
    problem: Problem | None = None


@router.get("/")
async def start(request: Request, pages: Rendering, visitor: Visitor, directory: Directory) -> Response:
    found = await directory.find([("limit", "1")])
    return pages.render(request, visitor, "start.html", found=found, asked=Asked())


@router.get("/classes")
async def classes(request: Request, pages: Rendering, visitor: Visitor, directory: Directory) -> Response:
    """With JavaScript the same page is fetched and its results swapped in; so there is one page and no second way to show a class."""
    asked = Asked.read(request.query_params.multi_items())
    answered = await _answer(directory, asked)
    status = answered.problem.status if answered.problem else HTTPStatus.OK
    return pages.render(request, visitor, "search.html", status, asked=asked, origin=_origin(request), **_shown(answered, asked))


@router.get("/classes/map.json")
async def pins(request: Request, visitor: Visitor, directory: Directory) -> Response:
    asked = Asked.read(request.query_params.multi_items())
    return Json((await directory.pins(asked.whole)).model_dump())


@router.get("/classes/map.svg")
async def map_picture(request: Request, visitor: Visitor, directory: Directory) -> Response:
    """The map for those whose browser draws none."""
    asked = Asked.read(request.query_params.multi_items())
    pinned, outlines = await asyncio.gather(directory.pins(asked.whole), directory.outlines())
    return Response(region_picture(outlines, pinned.pins), media_type="image/svg+xml")


@router.get("/outlines.json")
async def outlines(visitor: Visitor, directory: Directory) -> Response:
    """The ground under the map."""
    headers = {"Cache-Control": f"public, max-age={A_DAY}"}
    return Response(await directory.outlines(), media_type="application/geo+json", headers=headers)


def _origin(request: Request) -> str:
    """What a link needs to be followed from paper or from a message."""
    return str(request.base_url).rstrip("/")


async def _answer(directory: DirectoryApi, asked: Asked) -> Answered:
    filters, found, pinned = await asyncio.gather(
        directory.filters(), _found(directory, asked), _pinned(directory, asked), return_exceptions=True
    )
    if isinstance(filters, BaseException):
        raise filters
    if isinstance(found, Problem) and found.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return Answered(filters, None, problem=found)
    if isinstance(found, BaseException):
        raise found
    return Answered(filters, found, None if isinstance(pinned, BaseException) else pinned)


async def _found(directory: DirectoryApi, asked: Asked) -> Found:
    return await directory.find(asked.pairs)


async def _pinned(directory: DirectoryApi, asked: Asked) -> Pinned | None:
    """Only the map page says how many cannot be drawn."""
    return await directory.pins(asked.whole) if asked.view == "map" else None


def _shown(answered: Answered, asked: Asked) -> dict[str, Any]:
    found = answered.found
    chosen = chips(answered.filters, found, asked)
    return {
        "found": found,
        "pinned": answered.pinned,
        "groups": groups(answered.filters, found, asked),
        "chips": chosen,
        "hidden": left_for_form(answered.filters, asked),
        "cleared": asked.keeping("q", "near", "within").address(),
        "problems": answered.problem.problems if answered.problem else (),
        "errors": by_field(answered.problem),
        "providers": _by_letter(found) if found and asked.view == "providers" else (),
    }


def _by_letter(found: Found) -> list[tuple[str, list[Any]]]:
    """Providers of what was found, in the order of the alphabet, under their first letters."""
    letters: dict[str, list[Any]] = {}
    for each in sorted(found.facets.get("provider", ()), key=lambda facet: facet.label.casefold()):
        if each.count:
            letters.setdefault(each.label[:1].upper(), []).append(each)
    return list(letters.items())
