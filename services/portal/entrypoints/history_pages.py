"""Who did what to a class, an organisation or a venue, and when; the fields and values in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.answers import Happening, Source
from services.portal.adapters.directory_api import Kind
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.desk import Desk, HistoryDesk
from services.portal.entrypoints.provider_lists import venues_by_id
from services.portal.forms.spoken import action_words, field_words, value_words

router = APIRouter()


@dataclass(frozen=True)
class Step:
    """One happening in words. `changes`: (field, before, after)."""

    at: datetime
    who: str
    did: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Listed:
    """Whose history it is: `address` leads back to it, `sources` are the feeds it comes from."""

    kind: Kind
    name: str
    address: str
    sources: tuple[Source, ...]


@router.get("/classes/{id}/history")
async def class_history(id: str, desk: HistoryDesk, before: str | None = None) -> Response:
    return await _history(desk, "classes", id, before, f"/classes/{id}")


@router.get("/providers/{id}/history")
async def provider_history(id: str, desk: HistoryDesk, before: str | None = None) -> Response:
    return await _history(desk, "providers", id, before, f"/providers/{id}")


@router.get("/venues/{id}/history")
async def venue_history(id: str, desk: HistoryDesk, before: str | None = None) -> Response:
    return await _history(desk, "venues", id, before, f"/my/venues/{id}/edit")


async def _history(desk: Desk, kind: Kind, id: str, before: str | None, address: str) -> Response:
    page = await desk.directory.history(kind, id, before)
    names = {id: venue.details.name for id, venue in (await venues_by_id(desk.directory, _venues_in(page.items))).items()}
    steps = [_step(happening, names) for happening in page.items]
    name = await _name(desk, kind, id)
    about = Listed(kind, name, address, (await desk.directory.sources(kind, id)).items)
    return desk.page("history.html", steps=steps, older=page.next, first=before is None, **vars(about))


def _step(happening: Happening, names: dict[str, str]) -> Step:
    changes = tuple(
        (field_words(field), value_words(field, pair[0], names), value_words(field, pair[1], names))
        for field, pair in happening.changes.items()
        if field != "provider_id"
    )
    return Step(happening.at, happening.who, action_words(happening.action), changes)


def _venues_in(happenings: Iterable[Happening]) -> list[str]:
    return [id for happening in happenings for id in happening.changes.get("venue_id", ()) if id]


async def _name(desk: Desk, kind: Kind, id: str) -> str:
    """Officers may read a history but not the listing behind it; a withdrawn class has no public page."""
    if kind == "providers":
        return (await desk.directory.provider(id)).details.name
    if kind == "venues":
        return (await desk.directory.venue(id)).details.name
    return await _class_name(desk, id)


async def _class_name(desk: Desk, id: str) -> str:
    for named in (_listing_name, _public_name):
        try:
            return await named(desk, id)
        except Problem:
            continue
    return ""


async def _listing_name(desk: Desk, id: str) -> str:
    return (await desk.directory.listing(id)).details.name


async def _public_name(desk: Desk, id: str) -> str:
    return (await desk.directory.shown_class(id)).state.details.name
