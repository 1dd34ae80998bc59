"""Every route of an app as it is really served: included routers with their prefix, mounted apps too."""

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.requests import Request
from starlette.routing import Mount
from starlette.types import Scope

_by_route: WeakKeyDictionary[Any, dict[int, RouteContext]] = WeakKeyDictionary()


def every_route(app: Any, prefix: str = "") -> Iterator[tuple[str, RouteContext]]:
    """(path from the outermost app, route). What a mount serves without routes, such as a folder of files, is left out."""
    for context in iter_route_contexts(app.routes):
        if not isinstance(context.original_route, Mount):
            yield f"{prefix}{context.path}", context
        elif getattr(context.original_route, "routes", None):
            yield from every_route(context.original_route.app, f"{prefix}{context.path}")


def matched_route(request: Request) -> RouteContext | None:
    """The route this request was sent to, with the dependencies and prefix of the routers around it."""
    route = request.scope.get("route")
    return None if route is None else _contexts(request.scope["app"]).get(id(route))


def allowed_methods(request: Request) -> str:
    """For the Allow header: every method this address takes, not only those of the first route that fits."""
    path = path_within(request.scope)
    fitting = [context for context in iter_route_contexts(request.scope["app"].routes) if _fits(context, path)]
    return ", ".join(sorted({method for context in fitting for method in context.methods or ()}))


def _fits(context: RouteContext, path: str) -> bool:
    pattern = getattr(context, "path_regex", None)
    return pattern is not None and pattern.match(path) is not None


def path_within(scope: Scope) -> str:
    """The path without what the app is mounted under."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def path_template(scope: Scope) -> str:
    """`/directory/v1/classes/{id}` rather than the path with the id in it; `(none)` when nothing matched. For logs."""
    route, app = scope.get("route"), scope.get("app")
    context = _contexts(app).get(id(route)) if route is not None and isinstance(app, FastAPI) else None
    return "(none)" if context is None else f"{scope.get('root_path', '')}{context.path}"


def _contexts(app: FastAPI) -> dict[int, RouteContext]:
    """Routes are all there by the time the first request is answered."""
    if app not in _by_route:
        _by_route[app] = {id(context.original_route): context for context in iter_route_contexts(app.routes)}
    return _by_route[app]
