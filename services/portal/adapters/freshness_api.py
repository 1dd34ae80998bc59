"""The directory about keeping listings fresh, as the portal asks it: only what pages show. Every method raises Problem for a refusal."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from services.portal.adapters.answers import Page
from services.portal.adapters.calls import Calls, Query, segment


class Counts(BaseModel):
    verified: int
    ageing: int
    stale: int
    hidden: int
    total: int
    oldest: datetime


class Word(BaseModel):
    """The last that was said of a provider's listings."""

    at: datetime
    by: str
    what: str


class Outcome(BaseModel):
    outcome: str
    note: str
    at: datetime
    by: str


class Ask(BaseModel):
    id: str
    version: int
    provider_id: str
    asked_at: datetime
    how: str
    note: str
    by: str
    answer: Outcome | None
    taken_back_at: datetime | None
    taken_back_by: str | None


class Row(BaseModel):
    """A network or a provider."""

    id: str
    name: str
    authority: str | None
    network: str | None
    counts: Counts
    providers: int
    waiting: int
    asked: Ask | None
    said: Word | None


class Overview(BaseModel):
    whole: Counts | None
    items: tuple[Row, ...]
    networks: tuple[str, ...]
    authorities: tuple[str, ...]
    next: str | None


class Ageing(BaseModel):
    id: str
    name: str
    provider_id: str
    provider: str
    network: str | None
    verified_at: datetime
    verified_by: str
    freshness: str


class Kept(BaseModel):
    """`share` is None where there are too few for one."""

    listed: int
    kept: int
    share: float | None


class KeptRow(BaseModel):
    id: str
    name: str
    kept: tuple[Kept, ...]
    today: Kept


class OverTime(BaseModel):
    months: tuple[str, ...]
    items: tuple[KeptRow, ...]
    next: str | None


class Named(BaseModel):
    id: str
    name: str


class LeftOut(BaseModel):
    id: str
    name: str
    reason: str


class Check(BaseModel):
    """What was said to be right together."""

    id: str
    provider_id: str
    at: datetime
    by: str
    known_how: str
    verified: tuple[Named, ...]
    left_out: tuple[LeftOut, ...]
    undone_at: datetime | None
    undone_by: str | None
    left_alone: tuple[LeftOut, ...] = ()


class FreshnessApi:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def overview(self, query: Query) -> Overview:
        return Overview.model_validate_json((await self._calls.get("/v1/freshness", query)).content)

    async def ageing(self, query: Query) -> Page[Ageing]:
        return Page[Ageing].model_validate_json((await self._calls.get("/v1/freshness/listings", query)).content)

    async def over_time(self, query: Query) -> OverTime:
        return OverTime.model_validate_json((await self._calls.get("/v1/freshness/over-time", query)).content)

    async def asks(self, provider_id: str, cursor: str | None = None) -> Page[Ask]:
        query = [("limit", "20"), *([("cursor", cursor)] if cursor else [])]
        return Page[Ask].model_validate_json((await self._calls.get(f"/v1/providers/{segment(provider_id)}/asks", query)).content)

    async def ask(self, provider_id: str, said: dict[str, Any], key: str) -> Ask:
        answer = await self._calls.send("POST", f"/v1/providers/{segment(provider_id)}/asks", body=said, key=key)
        return Ask.model_validate_json(answer.content)

    async def answer(self, id: str, version: int, said: dict[str, Any]) -> Ask:
        return Ask.model_validate_json(
            (await self._calls.send("PUT", f"/v1/asks/{segment(id)}/answer", body=said, version=version)).content
        )

    async def take_back(self, id: str, version: int) -> Ask:
        return Ask.model_validate_json((await self._calls.send("POST", f"/v1/asks/{segment(id)}/take-back", version=version)).content)

    async def checks(self, provider_id: str) -> Page[Check]:
        return Page[Check].model_validate_json(
            (await self._calls.get(f"/v1/providers/{segment(provider_id)}/verifications", [("limit", "10")])).content
        )

    async def check(self, id: str) -> Check:
        return Check.model_validate_json((await self._calls.get(f"/v1/verifications/{segment(id)}")).content)

    async def verify(self, provider_id: str, said: dict[str, Any], key: str) -> Check:
        answer = await self._calls.send("POST", f"/v1/providers/{segment(provider_id)}/verify", body=said, key=key)
        return Check.model_validate_json(answer.content)

    async def undo_check(self, id: str) -> Check:
        return Check.model_validate_json((await self._calls.send("POST", f"/v1/verifications/{segment(id)}/undo")).content)
