"""One line makes a service's web app, with everything every service must have."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware

from shared.web.access import Verifier, declared_permission
from shared.web.access_log import AccessLog, UnexpectedErrors
from shared.web.api_pages import add_api_pages
from shared.web.body_limit import ONE_MEBIBYTE, BodyLimit
from shared.web.health import ReadyCheck, health_router
from shared.web.problems import MEDIA_TYPE, PROBLEM_SCHEMA, add_problem_handlers
from shared.web.query import refuse_nul, refuse_unknown_parameters
from shared.web.request_id import RequestContext
from shared.web.routes import every_route
from shared.web.security_headers import SecurityHeaders

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Any]]

ANY_PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {"description": "A problem", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
}


class ServiceApp(FastAPI):
    """FastAPI whose OpenAPI document knows that every error is a problem, and what each operation requires."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            document = super().openapi()
            document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
            _complete(self, document)
        return super().openapi()


def _complete(app: FastAPI, document: dict[str, Any]) -> None:
    """`x-permission` on each operation is what the route declares. If-Match is required, and its absence answered with 428."""
    for _, route in every_route(app):
        for method in route.methods or ():
            operation = document["paths"].get(route.path_format, {}).get(method.lower())
            if operation is None:
                continue
            operation["x-permission"] = declared_permission(route)
            for parameter in operation.get("parameters", []):
                parameter["required"] = parameter["required"] or parameter["name"] == "If-Match"


def service_app(
    title: str,
    version: str,
    description: str,
    routers: Sequence[APIRouter],
    verifier: Verifier,
    ready_checks: Sequence[ReadyCheck] = (),
    *,
    body_limit: int = ONE_MEBIBYTE,
    body_limits: Mapping[str, int] | None = None,
    tile_host: str | None = None,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """Problems, request ids, access log, security headers, body limits (bytes), unknown parameters refused, `/live`, `/ready`, `/docs`.

    `body_limits` gives the beginning of a path its own limit. Each route still declares its permission with `require`.
    """
    app = ServiceApp(
        title=title,
        version=version,
        description=description,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        responses=ANY_PROBLEM,
        dependencies=[Depends(refuse_unknown_parameters), Depends(refuse_nul)],
        middleware=[
            Middleware(RequestContext),
            Middleware(AccessLog, service=title),
            Middleware(SecurityHeaders, tile_host=tile_host),
            Middleware(UnexpectedErrors),
            Middleware(BodyLimit, limit=body_limit, limits=body_limits),
        ],
    )
    app.state.verifier = verifier
    add_problem_handlers(app)
    for router in (*routers, health_router(ready_checks)):
        app.include_router(router)
    add_api_pages(app)
    return app
