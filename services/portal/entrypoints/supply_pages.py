"""What is on offer where: a table and a map of authorities, and the same as a file."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.portal.entrypoints.asking import Directory, Rendering, Reporting, Visitor
from services.portal.map_picture import shaded_picture
from services.portal.supply_view import LEVELS, SupplyAsked, as_csv, bands, in_order, level_name, shades

router = APIRouter()


@router.get("/on-offer")
async def on_offer(request: Request, pages: Rendering, visitor: Visitor, reporting: Reporting) -> Response:
    asked = SupplyAsked.read(request.query_params)
    supply = await reporting.supply(asked.query)
    shown: dict[str, Any] = {
        "lines": in_order(supply, asked),
        "bands": bands(figure for _, figure in shades(supply, asked).values()),
        "level_names": [(level, level_name(level)) for level in LEVELS],
    }
    return pages.render(request, visitor, "on_offer.html", supply=supply, asked=asked, **shown)


@router.get("/on-offer/map.svg")
async def picture(request: Request, visitor: Visitor, reporting: Reporting, directory: Directory) -> Response:
    """The same figures as the table, drawn."""
    asked = SupplyAsked.read(request.query_params)
    supply, outlines = await asyncio.gather(reporting.supply(asked.query), directory.outlines())
    return Response(shaded_picture(outlines, shades(supply, asked)), media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})


@router.get("/on-offer.csv")
async def as_file(request: Request, visitor: Visitor, reporting: Reporting) -> Response:
    """All levels; how it is taught as on the page it was asked from."""
    supply = await reporting.supply(SupplyAsked.read(request.query_params).query)
    headers = {"Content-Disposition": 'attachment; filename="on-offer.csv"', "Cache-Control": "no-cache"}
    return Response(as_csv(supply), media_type="text/csv; charset=utf-8", headers=headers)
