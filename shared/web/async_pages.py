"""`/asyncapi` and `/asyncapi.json`: the reference of a service's events, made as that of its API is, without script or another host."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI
from starlette.responses import HTMLResponse, Response

from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import EventData
from shared.contracts.published import golden, schema_of
from shared.errors import NotFound
from shared.permissions import Actor, Permission
from shared.web.access import require
from shared.web.answers import Json
from shared.web.api_pages import page_templates
from shared.web.async_reference import channels, events, shared_shapes

Anyone = Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]


def add_async_pages(app: FastAPI, document: Mapping[str, Any]) -> None:
    """Adds the document, its page, and the schema and example of each event, which anyone may read."""
    templates = page_templates()
    router = APIRouter(include_in_schema=False)

    @router.get("/asyncapi.json")
    async def described(actor: Anyone) -> Response:
        return Json(document)

    @router.get("/asyncapi")
    def reference(actor: Anyone) -> HTMLResponse:
        page = templates.get_template("async.html")
        told = {"info": document["info"], "channels": channels(document), "events": events(document), "shapes": shared_shapes(document)}
        return HTMLResponse(page.render(told))

    @router.get("/schemas/{name}.json")
    def schema(name: str, actor: Anyone) -> Response:
        return Json(schema_of(_known(name)))

    @router.get("/examples/{name}.json")
    def example(name: str, actor: Anyone) -> Response:
        return Json(golden(_known(name)))

    app.include_router(router)


def _known(name: str) -> type[EventData]:
    if name not in BY_TYPE:
        raise NotFound(f"There is no event {name[:80]}.", remedy="All are listed at /asyncapi.")
    return BY_TYPE[name]
