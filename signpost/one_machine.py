"""Everything on one machine, in one process, on embedded parts."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from services.directory.entrypoints.http_api import directory_app
from services.directory.entrypoints.local_delivery import openreferral_delivery, openreferral_thread, search_delivery, search_thread
from services.directory.entrypoints.openreferral.app import openreferral_app
from services.directory.settings import DirectorySettings
from services.directory.use_cases.ports import Progress
from services.directory.wiring import Directory, open_directory
from services.portal.adapters.directory_api import DirectoryApi
from services.portal.entrypoints.web import portal_app
from services.portal.settings import PortalSettings
from services.reporting.entrypoints.local_delivery import reporting_thread
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import Reporting, open_reporting
from shared.clock import Clock
from shared.errors import Unavailable
from shared.identity.demo import DemoPerson, DemoProvider, DemoSignIn, demo_people
from shared.identity.keys import public_keys, signing_key
from shared.identity.tokens import TokenIssuer, TokenVerifier
from shared.messaging.delivery import AnotherLog, LocalDelivery
from shared.messaging.log import EventLog
from shared.messaging.thread import DeliveryThread
from signpost.sample.build import build_sample

CAUGHT_UP_FIRST = 20_000
"""Events: some three seconds."""
ISSUER = "signpost"
FEED = "/openreferral/v3"
INSIDE = "http://directory.inside"
"""A name for the service that stands in the same process; nothing goes over the network."""


@dataclass(frozen=True)
class OneMachine:
    """What runs. `app` starts and stops the delivery of events with itself."""

    directory: Directory
    reporting: Reporting
    delivery: DeliveryThread
    app: Starlette

    def close(self) -> None:
        self.reporting.close()
        self.directory.close()


def open_machine(data: Path, *, demo: bool, clock: Clock | None = None, progress: Progress = lambda done, of: None) -> OneMachine:
    """Raises Unavailable when another Signpost runs on this folder, when the database was lost or an older copy of it was put back.

    `demo`: an empty folder gets the sample region, and anyone may sign in as the demo people.
    `progress`: told how far the search index is in catching up, in events.
    """
    with ExitStack() as opened:
        directory = open_directory(DirectorySettings(data=data), clock)
        opened.callback(directory.close)
        _catch_up(search_delivery(directory), progress)
        _catch_up(openreferral_delivery(directory), progress)
        if demo:
            _fill_if_empty(directory)
        reporting = open_reporting(ReportingSettings(data=data), clock)
        opened.callback(reporting.close)
        machine = _assembled(directory, reporting, data, demo)
        opened.pop_all()
        return machine


def issuer_of(data: Path, clock: Clock) -> TokenIssuer:
    """Signs with the key of this data folder."""
    return TokenIssuer(signing_key(data), ISSUER, clock)


def _catch_up(delivery: LocalDelivery[Any], progress: Progress) -> None:
    """Before anything is served, for until then it gives no answers. What takes longer goes on behind the pages."""
    try:
        delivery.check_log()
        behind = delivery.lag()
        while behind <= CAUGHT_UP_FIRST and delivery.run_once():
            progress(behind - delivery.lag(), behind)
    except AnotherLog:
        raise
    except Unavailable:  # an import in another process, perhaps: the delivery thread tries again, and /ready says why
        return


def _fill_if_empty(directory: Directory) -> None:
    with directory.works.look() as stores:
        empty = not stores.providers.page(None, 1)
    if empty:
        build_sample(directory)
        search_delivery(directory).run_until_idle()
        openreferral_delivery(directory).run_until_idle()


def _assembled(directory: Directory, reporting: Reporting, data: Path, demo: bool) -> OneMachine:
    key = signing_key(data)
    verifier = TokenVerifier(public_keys(key), ISSUER, directory.clock)
    delivery, feed_delivery = search_thread(directory), openreferral_thread(directory)
    heard = reporting_thread(reporting, "directory", EventLog(directory.database))
    service = directory_app(directory, verifier, delivery)
    feed = openreferral_app(directory, verifier, feed_delivery)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(service), base_url=INSIDE)
    sign_in = DemoSignIn(people_of(directory), issuer_of(data, directory.clock), started_with_demo=True) if demo else None
    portal = portal_app(DirectoryApi(client), verifier, PortalSettings(), sign_in)
    routes = [Mount("/directory", service), Mount(FEED, feed), Mount("/", portal)]
    app = Starlette(routes=routes, middleware=[Middleware(FeedsOwnAddress)], lifespan=_running((delivery, feed_delivery, heard), client))
    return OneMachine(directory, reporting, delivery, app)


class FeedsOwnAddress:
    """The feed is given to others as an address without a slash at its end, which a mounted app does not answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        own = scope["type"] == "http" and scope["path"] == FEED
        await self._app({**scope, "path": f"{FEED}/"} if own else scope, receive, send)


def people_of(directory: Directory) -> tuple[DemoPerson, ...]:
    """The demo people of this region: staff of the two providers with most to show."""
    with directory.works.look() as stores:
        providers = stores.providers.page(None, 200)
        ranked = sorted(providers, key=lambda one: -len(stores.classes.of_provider(one.id)))
    chosen = [DemoProvider(one.id, one.details.name, one.details.authority) for one in ranked[:2]]
    return demo_people(chosen, [one.gss for one in directory.places.authorities()]) if len(chosen) == 2 else ()


def _running(deliveries: Sequence[DeliveryThread], client: httpx.AsyncClient) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        for delivery in deliveries:
            delivery.start()
        yield
        for delivery in deliveries:
            delivery.stop()
        await client.aclose()

    return lifespan
