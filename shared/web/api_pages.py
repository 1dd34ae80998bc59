"""`/docs` and `/openapi.json`: the reference of a service, from our own files, without script and without another host.

Swagger UI sets style attributes from script and so needs `style-src 'unsafe-inline'`; the strict policy makes no exceptions,
and a page made on the server also prints and works without JavaScript.
"""

import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from shared.permissions import Actor, Permission
from shared.web.access import require
from shared.web.answers import Json
from shared.web.api_reference import operations, shapes
from shared.web.problems import KINDS

HERE = Path(__file__).parent
Anyone = Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]


def add_api_pages(app: FastAPI) -> None:
    """Adds `/openapi.json`, `/docs` and its style sheet, which anyone may read."""
    templates = page_templates()
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def document(request: Request, actor: Anyone) -> Response:
        served_under = request.scope.get("root_path", "")
        return Json({**app.openapi(), "servers": [{"url": served_under or "/"}]})

    @router.get("/docs")
    def reference(actor: Anyone) -> HTMLResponse:
        described = app.openapi()
        page = templates.get_template("api.html")
        return HTMLResponse(
            page.render(info=described["info"], operations=operations(described), shapes=shapes(described), kinds=KINDS.values())
        )

    @router.get("/docs/api.css")
    def style(actor: Anyone) -> FileResponse:
        return FileResponse(HERE / "static" / "api.css", media_type="text/css")

    app.include_router(router)


def page_templates() -> Environment:
    templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.filters["paragraphs"] = _paragraphs
    return templates


def _paragraphs(text: str) -> list[list[tuple[str, bool]]]:
    """Each paragraph as stretches of text, True where it stood between backticks: all the markup our descriptions use."""
    return [[(part, place % 2 == 1) for place, part in enumerate(each.split("`"))] for each in re.split(r"\n\s*\n", text.strip()) if each]
