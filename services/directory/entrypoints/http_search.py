"""Find classes: as a list with counts, and as pins on a map."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.directory.domain.filters import FILTERS
from services.directory.entrypoints.answers import FilterAnswer, FindAnswer, MapAnswer, find_answer, map_answer, options_of
from services.directory.entrypoints.asking import Parts, Visitor
from services.directory.entrypoints.search_query import SearchQuery, criteria_of, next_cursor
from services.directory.use_cases.find_classes import find_classes
from services.directory.use_cases.map_classes import map_classes
from shared.web.answers import Json
from shared.web.threads import read

router = APIRouter(prefix="/v1", tags=["search"])
Asked = Annotated[SearchQuery, Query()]


@router.get("/classes", summary="Find classes", response_model=FindAnswer)
async def find(query: Asked, parts: Parts, actor: Visitor) -> Response:
    """Every filter together, with counts; each facet is counted without its own choice."""

    def found() -> Response:
        answer = find_classes(parts.search, parts.places, parts.words, parts.clock, criteria_of(query), query.near)
        return Json(find_answer(answer, parts.clock.now(), next_cursor(answer.found.next)))

    return await read(found)


@router.get("/map", summary="The classes found, as pins on a map", response_model=MapAnswer)
async def pins(query: Asked, parts: Parts, actor: Visitor) -> Response:
    """The same search; `limit` and `cursor` do not count here."""

    def found() -> Response:
        answer = map_answer(map_classes(parts.search, parts.places, parts.words, parts.clock, criteria_of(query), query.near))
        return Response(answer.model_dump_json(), media_type="application/json")

    return await read(found)


@router.get("/filters", summary="The filters there are, with their options")
async def filters(parts: Parts, actor: Visitor) -> list[FilterAnswer]:
    """What a search page shows; open filters (provider, language) have no options here, their values come as facets."""
    return [FilterAnswer(name=f.name, label=f.label, help=f.help, options=options_of(f)) for f in FILTERS]


@router.get("/outlines", summary="Outlines of the authorities, as GeoJSON")
async def outlines(parts: Parts, actor: Visitor) -> Response:
    """The ground under the map, from our own files."""
    return await read(lambda: Json(parts.places.outlines(), headers={"Cache-Control": "public, max-age=86400"}))
