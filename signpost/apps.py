"""The web apps of each service and where they stand, alike in the one-machine run and in processes of their own."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from services.directory.entrypoints.http_api import directory_app
from services.directory.entrypoints.openreferral.app import openreferral_app
from services.directory.wiring import Directory
from services.reporting.entrypoints.http_api import reporting_app
from services.reporting.entrypoints.http_events.app import events_app
from services.reporting.wiring import Reporting, open_grants
from shared.clock import Clock
from shared.identity.keys import public_keys, signing_key
from shared.identity.tokens import ISSUER, TokenIssuer, TokenVerifier
from shared.messaging.thread import DeliveryThread

DIRECTORY = "/directory"
FEED = "/openreferral/v3"
REPORTING, EVENTS = "/reporting", "/events"


def issuer_of(data: Path, clock: Clock) -> TokenIssuer:
    """Signs with the key of this data folder."""
    return TokenIssuer(signing_key(data), ISSUER, clock)


def verifier_of(data: Path, clock: Clock) -> TokenVerifier:
    return TokenVerifier(public_keys(signing_key(data)), ISSUER, clock)


def directory_mounts(directory: Directory, verifier: TokenVerifier, search: DeliveryThread, feed: DeliveryThread | None) -> list[Mount]:
    """The API, then the Open Referral UK feed. `feed` is None where another process brings it up to date."""
    return [
        Mount(DIRECTORY, directory_app(directory, verifier, search)),
        Mount(FEED, openreferral_app(directory, verifier, feed)),
    ]


def reporting_mounts(reporting: Reporting, verifier: TokenVerifier, deliveries: Mapping[str, DeliveryThread]) -> list[Mount]:
    """The API, then the feed of events. `deliveries` by producer; none where a worker beside it hears the broker."""
    return [
        Mount(REPORTING, reporting_app(reporting, verifier, deliveries)),
        Mount(EVENTS, events_app(reporting, verifier, open_grants(reporting))),
    ]


def assembled(routes: Sequence[BaseRoute], deliveries: Sequence[DeliveryThread], clients: Sequence[httpx.AsyncClient] = ()) -> Starlette:
    """Starts and stops the delivery of events with itself."""
    app = Starlette(routes=routes, middleware=[Middleware(FeedsOwnAddress)], lifespan=_running(deliveries, clients))
    app.state.on_ending = [end for route in routes if (end := _ending(route))]
    return app


def _ending(route: BaseRoute) -> Callable[[], None] | None:
    """What lets those go whose answers would go on and on, where an app has such."""
    state = getattr(getattr(route, "app", None), "state", None)
    return getattr(state, "end", None)


class FeedsOwnAddress:
    """The feed is given to others as an address without a slash at its end, which a mounted app does not answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        own = scope["type"] == "http" and scope["path"] == FEED
        await self._app({**scope, "path": f"{FEED}/"} if own else scope, receive, send)


def _running(
    deliveries: Sequence[DeliveryThread], clients: Sequence[httpx.AsyncClient]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        for delivery in deliveries:
            delivery.start()
        yield
        for delivery in deliveries:
            delivery.stop()
        for client in clients:
            await client.aclose()

    return lifespan
