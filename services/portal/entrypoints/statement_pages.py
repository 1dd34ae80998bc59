"""What this site stores and how accessible it is; and what it says to crawlers."""

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from services.portal.entrypoints.asking import Rendering, Visitor

router = APIRouter()

KEPT_OUT = ("/sign-in", "/my", "/classes/map.json", "/suggest.json", "/classes/*fit", "/can-i-attend?", "/*?*cursor=")
ROBOTS = "\n".join(("User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT), ""))


@router.get("/privacy")
def privacy(request: Request, pages: Rendering, visitor: Visitor) -> Response:
    return pages.render(request, visitor, "privacy.html")


@router.get("/accessibility")
def accessibility(request: Request, pages: Rendering, visitor: Visitor) -> Response:
    return pages.render(request, visitor, "accessibility.html")


@router.get("/robots.txt")
def robots(visitor: Visitor) -> Response:
    return PlainTextResponse(ROBOTS)
