"""`/docs` and `/openapi.json`: the reference of a service, from our own files, without script and without another host.

Swagger UI writes style attributes from script and needs `style-src 'unsafe-inline'`; the strict policy allows no exceptions.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from starlette.requests import Request
from starlette.responses import Response

from shared.permissions import Actor, Permission
from shared.web.access import require
from shared.web.answers import Json

Anyone = Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]


def add_api_pages(app: FastAPI) -> None:
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def document(request: Request, actor: Anyone) -> Response:
        return Json(app.openapi())

    app.include_router(router)
