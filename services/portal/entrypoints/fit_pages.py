"""Why a class does not fit: choose it by its name, and read what of the search it does not answer. And names as they are typed."""

import asyncio
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.portal.adapters.answers import Fit, Suggestion
from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.problem import Problem
from services.portal.asked import Asked
from services.portal.entrypoints.asking import Directory, Rendering, Visitor
from services.portal.why_not import further, reasons, without_all
from shared.web.answers import Json

router = APIRouter()

MOST_TYPED = 200
KINDS = ("place", "provider", "class")


@router.get("/suggest.json")
async def suggest(visitor: Visitor, directory: Directory, request: Request, q: str = "") -> Response:
    """For the fields of the search. What people type on their way to a question is kept nowhere."""
    kinds = [kind for kind in request.query_params.getlist("kind") if kind in KINDS]
    suggestions = await directory.suggest(q[:MOST_TYPED], kinds)
    return Json({"suggestions": [each.model_dump() for each in suggestions]}, headers={"Cache-Control": "no-store"})


@router.get("/classes/fit")
async def choose(request: Request, pages: Rendering, visitor: Visitor, directory: Directory, name: str = "") -> Response:
    """The whole search comes along, and goes with each class."""
    asked = _asked(request)
    named = await _named(directory, name.strip()[:MOST_TYPED]) if name.strip() else ()
    return pages.render(request, visitor, "fit_choose.html", asked=asked, named=named, typed=name.strip())


@router.get("/classes/{id}/fit")
async def fit(id: str, request: Request, pages: Rendering, visitor: Visitor, directory: Directory) -> Response:
    asked = _asked(request)
    (shown, filters), told = await asyncio.gather(
        asyncio.gather(directory.shown_class(id), directory.filters()), _told(directory, id, asked)
    )
    if isinstance(told, Problem):
        page: dict[str, Any] = {"fit": None, "reasons": (), "without_all": None, "problems": told.problems}
        return pages.render(request, visitor, "fit.html", told.status, asked=asked, shown=shown, **page)
    reach = await _reach(directory, id, asked, told)
    page = {"fit": told, "reasons": reasons(told, filters, asked, reach), "without_all": without_all(told, asked)}
    return pages.render(request, visitor, "fit.html", asked=asked, shown=shown, **page)


async def _told(directory: DirectoryApi, id: str, asked: Asked) -> Fit | Problem:
    """A search that breaks a rule is said on the page."""
    try:
        return await directory.fit(id, asked.whole)
    except Problem as refused:
        if refused.status != HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        return refused


async def _reach(directory: DirectoryApi, id: str, asked: Asked, told: Fit) -> str | None:
    """The least of the usual distances within which the class lies; None where none of them would do."""
    distances = further(told, asked)
    fits = await asyncio.gather(*(directory.fit(id, asked.adding("within", km).whole) for km in distances))
    return next((km for km, fit in zip(distances, fits, strict=True) if all(miss.criterion != "within" for miss in fit.misses)), None)


def _asked(request: Request) -> Asked:
    """`name` is of this page; the search has no such parameter."""
    return Asked.read((name, value) for name, value in request.query_params.multi_items() if name not in ("name", "cursor"))


async def _named(directory: DirectoryApi, name: str) -> tuple[Suggestion, ...]:
    """By how names begin; when none does, by their words."""
    if starting := await directory.suggest(name, ["class"]):
        return starting
    found = await directory.find([("q", name), ("limit", "10")])
    states = (result.state for result in found.results)
    return tuple(Suggestion(kind="class", text=each.details.name, detail=each.provider.name, id=each.id) for each in states)
