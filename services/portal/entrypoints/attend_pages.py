"""“Can I attend?”: a few questions without an account. The answers are in the address alone; nothing is stored."""

import asyncio
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.problem import Problem, by_field
from services.portal.asked import Asked
from services.portal.attending import ASKED, Questions, to_count
from services.portal.entrypoints.asking import Directory, Rendering, Visitor
from services.portal.filter_groups import chips

router = APIRouter()

PATH = "/can-i-attend"


@router.get(PATH)
async def can_i_attend(request: Request, pages: Rendering, visitor: Visitor, directory: Directory) -> Response:
    """With JavaScript the same page is fetched again after each answer, and its counts swapped in."""
    asked = Asked.read((name, value) for name, value in request.query_params.multi_items() if name not in ("cursor", "limit"))
    filters, found = await asyncio.gather(directory.filters(), directory.find(_one(asked)), return_exceptions=True)
    if isinstance(filters, BaseException):
        raise filters
    problem = found if isinstance(found, Problem) and found.status == HTTPStatus.UNPROCESSABLE_ENTITY else None
    if isinstance(found, BaseException) and problem is None:
        raise found
    result = None if isinstance(found, BaseException) else found
    page = {
        "asked": asked,
        "found": result,
        "questions": Questions(filters, asked, result, await _totals(directory, asked) if result else {}).all(),
        "also": chips(filters, result, asked, path=PATH, but=ASKED),
        "hidden": [pair for pair in asked.pairs if pair[0] not in ASKED],
        "problems": problem.problems if problem else (),
        "errors": by_field(problem),
    }
    response = pages.render(request, visitor, "can_i_attend.html", problem.status if problem else HTTPStatus.OK, **page)
    response.headers["Cache-Control"] = "no-store"
    return response


async def _totals(directory: DirectoryApi, asked: Asked) -> dict[tuple[str, str], int]:
    searches = to_count(asked)
    found = await asyncio.gather(*(directory.find(_one(each)) for each in searches.values()))
    return {of: each.total for of, each in zip(searches, found, strict=True)}


def _one(asked: Asked) -> list[tuple[str, str]]:
    """Only its counts are looked at."""
    return [*asked.pairs, ("limit", "1")]
