"""Reporting, as the portal asks it. Every method raises Problem for a refusal and for a service that cannot be reached."""

from datetime import datetime

import httpx
from pydantic import BaseModel

from services.portal.adapters.calls import Calls, Query


class Figures(BaseModel):
    classes: int
    told: int
    with_places: int
    open_places: int
    waiting: int


class SupplyLine(BaseModel):
    authority: str
    name: str
    levels: dict[str, Figures]
    every_level: Figures

    def at(self, level: str) -> Figures:
        """Of one level, or of every level when none is named."""
        return self.levels[level] if level else self.every_level


class Supply(BaseModel):
    counted_until: datetime | None
    on_the_way: int | None
    set_aside: int
    unchecked: int
    lines: list[SupplyLine]
    region: SupplyLine


class ReportingApi:
    """Asks in the name of nobody until `speaking_for` gives it a visitor's token."""

    def __init__(self, client: httpx.AsyncClient | Calls) -> None:
        self._calls = client if isinstance(client, Calls) else Calls(client, "reporting service")

    def speaking_for(self, token: str | None) -> "ReportingApi":
        return ReportingApi(self._calls.speaking_for(token))

    async def supply(self, query: Query) -> Supply:
        return Supply.model_validate_json((await self._calls.get("/v1/supply", query)).content)
