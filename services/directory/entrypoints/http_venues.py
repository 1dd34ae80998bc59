"""Venues: the buildings where classes meet. Providers share them."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.directory.domain.listings import Venue
from services.directory.entrypoints.answers import HistoryAnswer, Page, VenueAnswer, history_page, venue_answer
from services.directory.entrypoints.asking import Before, Cursor, HistoryReader, Key, Limit, Parts, Version, Visitor, Writer
from services.directory.use_cases.add_venue import add_venue
from services.directory.use_cases.show_history import show_history
from services.directory.use_cases.show_venue import list_venues, sees_whole, show_venue
from services.directory.use_cases.update_venue import update_venue
from shared.contracts.directory import VenueDetails
from shared.permissions import Actor
from shared.web.conditional import etag
from shared.web.paging import decode_cursor, encode_cursor

router = APIRouter(prefix="/v1/venues", tags=["venues"])


@router.get("", summary="List venues")
def venues(
    parts: Parts,
    actor: Visitor,
    words: Annotated[str, Query(max_length=100, description="In the name, town or postcode.")] = "",
    authority: Annotated[str | None, Query(max_length=9)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[VenueAnswer]:
    """In order of id. Venues whose address is told on joining are found only by those who may change them."""
    after = decode_cursor(cursor, "venues").text("after") if cursor else None
    found, more = list_venues(parts.works, actor, after, limit, authority, words)
    items = [venue_answer(venue, whole=sees_whole(actor, venue)) for venue in found]
    return Page(items=items, next=encode_cursor({"after": more}, "venues") if more else None)


@router.post("", status_code=201, summary="Add a venue")
def add(
    details: VenueDetails,
    parts: Parts,
    actor: Writer,
    key: Key,
    response: Response,
    provider_id: Annotated[str | None, Query(max_length=60, description="The provider that adds it; its staff may change it.")] = None,
) -> VenueAnswer:
    return _told(add_venue(parts.works, parts.places, actor, details, provider_id, key), actor, response)


@router.get("/{id}", summary="Show a venue")
def show(id: str, parts: Parts, actor: Visitor, response: Response) -> VenueAnswer:
    return _told(show_venue(parts.works, id), actor, response)


@router.put("/{id}", summary="Change what is known of a venue")
def update(id: str, details: VenueDetails, parts: Parts, actor: Writer, version: Version, response: Response) -> VenueAnswer:
    return _told(update_venue(parts.works, parts.places, actor, id, details, version), actor, response)


@router.get("/{id}/history", summary="Who did what to a venue")
def history(id: str, parts: Parts, actor: HistoryReader, before: Before = None) -> Page[HistoryAnswer]:
    return history_page(*show_history(parts.works, actor, "venue", id, before))


def _told(venue: Venue, actor: Actor, response: Response) -> VenueAnswer:
    response.headers["ETag"] = etag(venue.sequence)
    return venue_answer(venue, whole=sees_whole(actor, venue))
