"""Find classes: as a list with counts, as pins on a map; and why one is not found."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.directory.domain.filters import FILTERS
from services.directory.entrypoints.asking import Parts, Visitor
from services.directory.entrypoints.search_answers import (
    FilterAnswer,
    FindAnswer,
    FitAnswer,
    MapAnswer,
    SuggestAnswer,
    find_answer,
    fit_answer,
    map_answer,
    options_of,
    suggest_answer,
)
from services.directory.entrypoints.search_query import FindQuery, SearchQuery, SuggestQuery, criteria_of, next_cursor
from services.directory.use_cases.find_classes import find_classes
from services.directory.use_cases.fit_class import fit_class
from services.directory.use_cases.map_classes import map_classes
from services.directory.use_cases.suggest import Kind, suggest
from shared.permissions import Actor, Role
from shared.web.answers import Json
from shared.web.threads import read

router = APIRouter(prefix="/v1", tags=["search"])
Asked = Annotated[SearchQuery, Query()]


@router.get("/classes", summary="Find classes", response_model=FindAnswer)
async def find(query: Asked, parts: Parts, actor: Visitor) -> Response:
    """Every filter together, with counts; each facet is counted without its own choice."""

    def found() -> Response:
        answer = find_classes(parts.search, parts.places, parts.words, parts.clock, criteria_of(query), query.near)
        told = Json(find_answer(answer, parts.clock.now(), next_cursor(answer.found.next)))
        if _by_a_person(query, actor):
            parts.searches.note(answer)
        return told

    return await read(found)


def _by_a_person(query: FindQuery, actor: Actor) -> bool:
    """Further pages are of a search that was counted; one result is asked for by pages that only count; programs look for no class."""
    return query.cursor is None and query.limit > 1 and not actor.roles & {Role.PARTNER_SYSTEM, Role.SERVICE}


@router.get("/classes/{id}/fit", summary="Why a class does not fit a search")
async def fit(id: str, query: Asked, parts: Parts, actor: Visitor) -> FitAnswer:
    """The parameters are those of the search; its order and pages do not count here."""
    return await read(
        lambda: fit_answer(fit_class(parts.works, parts.search, parts.places, parts.words, parts.clock, id, criteria_of(query), query.near))
    )


@router.get("/suggest", summary="What a text may become as it is typed")
async def suggestions(query: Annotated[SuggestQuery, Query()], parts: Parts, actor: Visitor) -> SuggestAnswer:
    """Places, providers and classes, ten at most; only what a search could find at this moment."""
    return await read(lambda: suggest_answer(suggest(parts.search, parts.places, parts.clock, query.q, query.kind or tuple(Kind))))


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
