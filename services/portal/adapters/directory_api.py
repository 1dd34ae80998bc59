"""The directory, as the portal asks it. Every method raises Problem for a refusal and for a directory that cannot be reached."""

from collections.abc import Iterable
from typing import Any, Literal

import httpx
from pydantic import TypeAdapter

from services.portal.adapters.answers import (
    Filter,
    Fit,
    Found,
    Funding,
    Happening,
    Listing,
    Page,
    Pinned,
    Provider,
    ShownClass,
    Source,
    Suggestion,
    Venue,
)
from services.portal.adapters.calls import Calls, Query, given, segment
from services.portal.adapters.freshness_api import FreshnessApi
from services.portal.adapters.imports_api import ImportsApi

Fields = dict[str, Any]
"""A body as JSON; the directory checks it and names what is wrong by field."""
Kind = Literal["classes", "providers", "venues"]

_filters = TypeAdapter(tuple[Filter, ...])
_suggestions = TypeAdapter(tuple[Suggestion, ...])
_funding = TypeAdapter(tuple[Funding, ...])


class DirectoryApi:
    """Asks in the name of nobody until `speaking_for` gives it a visitor's token."""

    def __init__(self, client: httpx.AsyncClient | Calls) -> None:
        self._calls = client if isinstance(client, Calls) else Calls(client, "directory")

    def speaking_for(self, token: str | None) -> "DirectoryApi":
        return DirectoryApi(self._calls.speaking_for(token))

    @property
    def freshness(self) -> FreshnessApi:
        return FreshnessApi(self._calls)

    async def find(self, query: Query) -> Found:
        return Found.model_validate_json((await self._calls.get("/v1/classes", query)).content)

    async def fit(self, id: str, query: Query) -> Fit:
        """Why a class does not fit a search."""
        return Fit.model_validate_json((await self._calls.get(f"/v1/classes/{segment(id)}/fit", query)).content)

    async def suggest(self, q: str, kinds: Iterable[str] = ()) -> tuple[Suggestion, ...]:
        """Of these kinds only, or of all."""
        answer = await self._calls.get("/v1/suggest", [("q", q), *(("kind", kind) for kind in kinds)])
        return _suggestions.validate_python(answer.json()["suggestions"])

    async def pins(self, query: Query) -> Pinned:
        return Pinned.model_validate_json((await self._calls.get("/v1/map", query)).content)

    async def filters(self) -> tuple[Filter, ...]:
        return _filters.validate_json((await self._calls.get("/v1/filters")).content)

    async def outlines(self) -> bytes:
        """GeoJSON, as it came."""
        return (await self._calls.get("/v1/outlines")).content

    async def shown_class(self, id: str) -> ShownClass:
        return ShownClass.model_validate_json((await self._calls.get(f"/v1/classes/{segment(id)}")).content)

    async def funding(self, id: str, said: Fields) -> tuple[Funding, ...]:
        """Who may pay for what a learner said: home, circumstance, in_uk_since. In the body, since addresses are kept in logs."""
        answer = await self._calls.send("POST", f"/v1/classes/{segment(id)}/funding", body=said)
        return _funding.validate_python(answer.json()["funding"])

    async def listing(self, id: str) -> Listing:
        return _listing(await self._calls.get(f"/v1/classes/{segment(id)}/listing"))

    async def publish(self, details: Fields, key: str) -> Listing:
        return _listing(await self._calls.send("POST", "/v1/classes", body=details, key=key))

    async def update(self, id: str, version: int, details: Fields) -> Listing:
        return _listing(await self._calls.send("PUT", f"/v1/classes/{segment(id)}", body=details, version=version))

    async def change_places(self, id: str, version: int, places: Fields) -> Listing:
        return _listing(await self._calls.send("PUT", f"/v1/classes/{segment(id)}/places", body=places, version=version))

    async def verify(self, id: str, version: int) -> Listing:
        return _listing(await self._calls.send("POST", f"/v1/classes/{segment(id)}/verify", version=version))

    async def withdraw(self, id: str, version: int) -> Listing:
        return _listing(await self._calls.send("POST", f"/v1/classes/{segment(id)}/withdraw", version=version))

    async def restore(self, id: str, version: int) -> Listing:
        return _listing(await self._calls.send("POST", f"/v1/classes/{segment(id)}/restore", version=version))

    async def history(self, kind: Kind, id: str, before: str | None = None) -> Page[Happening]:
        query = [("before", before)] if before else []
        answer = await self._calls.get(f"/v1/{kind}/{segment(id)}/history", query)
        return Page[Happening].model_validate_json(answer.content)

    async def sources(self, kind: Kind, id: str) -> Page[Source]:
        """The feed it comes from, if any."""
        one = {"classes": "class", "providers": "provider", "venues": "venue"}[kind]
        return Page[Source].model_validate_json((await self._calls.get(f"/v1/sources/{one}/{segment(id)}")).content)

    async def providers(self, authority: str | None = None, limit: int = 50, cursor: str | None = None) -> Page[Provider]:
        query = given(authority=authority, limit=str(limit), cursor=cursor)
        return Page[Provider].model_validate_json((await self._calls.get("/v1/providers", query)).content)

    async def provider(self, id: str) -> Provider:
        return Provider.model_validate_json((await self._calls.get(f"/v1/providers/{segment(id)}")).content)

    async def update_provider(self, id: str, version: int, details: Fields) -> Provider:
        answer = await self._calls.send("PUT", f"/v1/providers/{segment(id)}", body=details, version=version)
        return Provider.model_validate_json(answer.content)

    async def listings(self, provider_id: str) -> Page[Listing]:
        answer = await self._calls.get(f"/v1/providers/{segment(provider_id)}/listings")
        return Page[Listing].model_validate_json(answer.content)

    async def venues(self, words: str = "", authority: str | None = None, limit: int = 50, cursor: str | None = None) -> Page[Venue]:
        query = given(words=words or None, authority=authority, limit=str(limit), cursor=cursor)
        return Page[Venue].model_validate_json((await self._calls.get("/v1/venues", query)).content)

    async def venue(self, id: str) -> Venue:
        return Venue.model_validate_json((await self._calls.get(f"/v1/venues/{segment(id)}")).content)

    async def add_venue(self, provider_id: str, details: Fields, key: str) -> Venue:
        answer = await self._calls.send("POST", "/v1/venues", query=given(provider_id=provider_id), body=details, key=key)
        return Venue.model_validate_json(answer.content)

    async def update_venue(self, id: str, version: int, details: Fields) -> Venue:
        answer = await self._calls.send("PUT", f"/v1/venues/{segment(id)}", body=details, version=version)
        return Venue.model_validate_json(answer.content)

    @property
    def importing(self) -> ImportsApi:
        """What it answers about spreadsheets."""
        return ImportsApi(self._calls)


def _listing(answer: httpx.Response) -> Listing:
    return Listing.model_validate_json(answer.content)
