"""What the API is, its taxonomies and their terms. They are in the code, so their tag is of the code."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from services.directory.domain.openreferral.vocabulary import TAXONOMIES, TAXONOMY_BY_ID, TERM_BY_ID, every_term
from services.directory.entrypoints.asking import Visitor
from services.directory.entrypoints.openreferral.answering import address, headers, page_answer, unchanged
from services.directory.entrypoints.openreferral.asked import PagesAsked
from services.directory.entrypoints.openreferral.models import PROFILE, About, Named, NamedPage
from services.directory.use_cases.openreferral.read_feed import FeedPage
from shared.errors import NotFound
from shared.web.answers import Json

router = APIRouter(tags=["vocabulary"])
Asked = Annotated[PagesAsked, Query()]
Document = dict[str, Any]
_TERMS: Sequence[Document] = [term.document for term in every_term()]
_TAXONOMIES: Sequence[Document] = [taxonomy.document for taxonomy in TAXONOMIES]


@router.get("/", summary="What this API is", response_model=About)
async def about(request: Request, actor: Visitor) -> Response:
    said = {"version": "HSDS-UK-3.0", "profile": PROFILE, "openapi_url": address(request, "/openapi.json")}
    return _told(request, said, lambda tag: Json(said, headers=headers(tag)))


@router.get("/taxonomies", summary="Taxonomies, page by page", response_model=NamedPage)
async def taxonomies(asked: Asked, request: Request, actor: Visitor) -> Response:
    return _page(asked, request, _TAXONOMIES)


@router.get("/taxonomies/{id}", summary="One taxonomy with its terms", response_model=Named)
async def taxonomy(id: str, request: Request, actor: Visitor) -> Response:
    found = _found(TAXONOMY_BY_ID, id, "taxonomy", "taxonomies")
    said = found.document | {"taxonomy_terms": [term.document for term in found.terms.values()]}
    return _told(request, said, lambda tag: Json(said, headers=headers(tag)))


@router.get("/taxonomy_terms", summary="Taxonomy terms, page by page", response_model=NamedPage)
async def taxonomy_terms(asked: Asked, request: Request, actor: Visitor) -> Response:
    return _page(asked, request, _TERMS)


@router.get("/taxonomy_terms/{id}", summary="One taxonomy term", response_model=Named)
async def taxonomy_term(id: str, request: Request, actor: Visitor) -> Response:
    said = _found(TERM_BY_ID, id, "taxonomy term", "taxonomy_terms").document
    return _told(request, said, lambda tag: Json(said, headers=headers(tag)))


def _page(asked: PagesAsked, request: Request, listed: Sequence[Document]) -> Response:
    skipped = (asked.number - 1) * asked.length
    page = FeedPage(len(listed), asked.number, asked.length, tuple(listed[skipped : skipped + asked.length]))
    return _told(request, listed, lambda tag: page_answer(request, page, tag))


def _found(held: Mapping[str, Any], id: str, what: str, listed: str) -> Any:
    if id.lower() not in held:
        raise NotFound(f"There is no {what} {id[:60]}.", remedy=f"Take an id from /{listed}.")
    return held[id.lower()]


def _told(request: Request, said: object, answer: Callable[[str], Response]) -> Response:
    tag = f'"{blake2b(orjson.dumps(said), digest_size=8).hexdigest()}"'
    return unchanged(request, tag) or answer(tag)
