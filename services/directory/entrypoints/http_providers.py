"""Providers: shown to anyone, changed by their own staff."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.directory.domain.listings import Provider
from services.directory.entrypoints.answers import (
    HistoryAnswer,
    ListingAnswer,
    Page,
    ProviderAnswer,
    history_page,
    listing_answer,
    provider_answer,
)
from services.directory.entrypoints.asking import Before, Cursor, HistoryReader, Key, Limit, Parts, Version, Visitor, Writer
from services.directory.use_cases.list_listings import list_listings
from services.directory.use_cases.register_provider import register_provider
from services.directory.use_cases.show_history import show_history
from services.directory.use_cases.show_provider import list_providers, show_provider
from services.directory.use_cases.update_provider import update_provider
from shared.contracts.directory import ProviderDetails
from shared.web.conditional import etag, not_modified
from shared.web.paging import decode_cursor, encode_cursor

router = APIRouter(prefix="/v1/providers", tags=["providers"])


@router.get("", summary="List providers")
def providers(
    parts: Parts, actor: Visitor, authority: Annotated[str | None, Query(max_length=9)] = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[ProviderAnswer]:
    """In order of id. Each provider's classes: search with `provider`."""
    after = decode_cursor(cursor, "providers").text("after") if cursor else None
    found, more = list_providers(parts.works, after, limit, authority)
    return Page(items=[provider_answer(each) for each in found], next=encode_cursor({"after": more}, "providers") if more else None)


@router.post("", status_code=201, summary="Register a provider")
def register(details: ProviderDetails, parts: Parts, actor: Writer, key: Key, response: Response) -> ProviderAnswer:
    return _told(register_provider(parts.works, actor, details, key), response)


@router.get("/{id}", summary="Show a provider", response_model=ProviderAnswer)
def show(id: str, request: Request, parts: Parts, actor: Visitor, response: Response) -> ProviderAnswer | Response:
    provider = show_provider(parts.works, id)
    return not_modified(request, provider.sequence) or _told(provider, response)


@router.put("/{id}", summary="Change what a provider says of itself")
def update(id: str, details: ProviderDetails, parts: Parts, actor: Writer, version: Version, response: Response) -> ProviderAnswer:
    return _told(update_provider(parts.works, actor, id, details, version), response)


@router.get("/{id}/listings", summary="A provider's own listings, with what is ageing")
def listings(id: str, parts: Parts, actor: Writer) -> Page[ListingAnswer]:
    """The longest unverified first; withdrawn ones at the end. All of them: a provider has tens, not thousands."""
    found = list_listings(parts.works, actor, id)
    return Page(items=[listing_answer(listing, parts.clock.now()) for listing in found])


@router.get("/{id}/history", summary="Who did what to a provider")
def history(id: str, parts: Parts, actor: HistoryReader, before: Before = None) -> Page[HistoryAnswer]:
    return history_page(*show_history(parts.works, actor, "provider", id, before))


def _told(provider: Provider, response: Response) -> ProviderAnswer:
    response.headers["ETag"] = etag(provider.sequence)
    return provider_answer(provider)
