"""A provider and its classes."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.portal.entrypoints.asking import Directory, Rendering, Visitor

router = APIRouter()

MOST_CLASSES = "100"


@router.get("/providers/{id}")
async def show(id: str, request: Request, pages: Rendering, visitor: Visitor, directory: Directory) -> Response:
    """A provider that does not exist is said before its classes are looked for."""
    provider = await directory.provider(id)
    found = await directory.find([("provider", id), ("limit", MOST_CLASSES)])
    return pages.render(request, visitor, "provider.html", provider=provider, details=provider.details, found=found)
