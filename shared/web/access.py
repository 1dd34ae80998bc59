"""Who may use a route: declared on the route itself, so that a test can find the route where it was forgotten."""

from collections.abc import Awaitable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Annotated, Any, Protocol

from fastapi import Security
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from starlette.requests import Request

from shared.errors import NotAllowed, NotSignedIn
from shared.permissions import ANYONE, Actor, Permission
from shared.web.routes import every_route

_bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A signed token of this installation.")


class Verifier(Protocol):
    def actor(self, token: str) -> Actor | Awaitable[Actor]:
        """Who stands behind what came as bearer token: at once, or awaited where it has to be looked up. Raises NotSignedIn."""
        ...


@dataclass(frozen=True)
class _Open:
    """For what anyone may read. A token is not needed, but a bad one is still refused."""

    permission: Permission

    async def __call__(self, request: Request) -> Actor:
        return await caller_of(request) or ANYONE


@dataclass(frozen=True)
class _Guarded:
    permission: Permission

    async def __call__(self, request: Request, documented: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]) -> Actor:
        actor = await caller_of(request)
        if actor is None:
            raise NotSignedIn("This needs a signed-in person.", remedy="Sign in, and send the token as `Authorization: Bearer …`.")
        if not actor.may(self.permission):
            raise NotAllowed(
                "Your role may not do this.", remedy=f"Ask someone whose role may, or have yours changed (it needs `{self.permission}`)."
            )
        return actor


def require(permission: Permission) -> _Open | _Guarded:
    """The dependency that gives a route its Actor: `actor: Annotated[Actor, Depends(require(Permission.PROVISION_WRITE))]`.

    Answers 401 without a good token, 403 when no role of the actor grants it. The verifier is `app.state.verifier`.
    """
    return _Open(permission) if permission is Permission.PUBLIC_READ else _Guarded(permission)


def declared_permission(route: Any) -> Permission | None:
    """What a route requires: the strictest where several are declared, None where none is."""
    declared = _declared(getattr(route, "dependant", None))
    return next((each for each in declared if each is not Permission.PUBLIC_READ), next(iter(declared), None))


def routes_without_permission(app: Any) -> list[str]:
    """`GET /classes/{id}` for each route of the app, its routers and the apps mounted in it, that declares none."""
    return [_title(path, route) for path, route in every_route(app) if declared_permission(route) is None]


def _title(path: str, route: Any) -> str:
    return f"{'|'.join(sorted(route.methods or {'WEBSOCKET'}))} {path}"


def _declared(dependant: Any) -> list[Permission]:
    if dependant is None:
        return []
    own = [dependant.call.permission] if isinstance(dependant.call, _Open | _Guarded) else []
    return own + [each for dependency in dependant.dependencies for each in _declared(dependency)]


async def caller_of(request: Request) -> Actor | None:
    """None when no credentials came at all."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn("Only bearer tokens are taken.", remedy="Send the token as `Authorization: Bearer …`.")
    verifier: Verifier = request.app.state.verifier
    found = verifier.actor(token.strip())
    return await found if isawaitable(found) else found
