"""One process of the real stack: its parts opened from settings, its web app assembled, or its loop run."""

import importlib
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from services.directory.entrypoints.local_delivery import search_delivery, search_thread
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_directory
from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.reporting_api import ReportingApi
from services.portal.entrypoints.web import portal_app
from services.portal.settings import PortalSettings
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import open_reporting
from shared.clock import SystemClock
from shared.geo import Gazetteer, PostcodeTable
from shared.identity.demo import DemoSignIn
from shared.settings import Environment, FeedSettings, PagesSettings, StoreSettings
from signpost.apps import DIRECTORY, REPORTING, assembled, directory_mounts, issuer_of, reporting_mounts, verifier_of
from signpost.catching_up import catch_up
from signpost.demonstration import kept_people
from signpost.stack.kinds import Kind
from signpost.subscriptions import OVER_THE_BROKER

ANSWER_SECONDS = 15.0
"""How long the portal waits for a service; what takes longer is told to the visitor."""


def web_app(kind: Kind, settings: Environment, closing: ExitStack, *, demo: bool) -> Starlette:
    """`closing` gets what is to be closed after the last answer. Raises Unavailable, saying what to do."""
    return _APPS[kind.name](settings, closing, demo)


def run_loop(kind: Kind, settings: Environment) -> None:
    """Until told to end. Each loop's module is read only by the process that runs it: some change how sockets and threads work."""
    loop = importlib.import_module(f"services.{kind.service}.entrypoints.{kind.work}")
    if kind.work == "relay":  # it alone must know who else there is
        loop.run(settings, OVER_THE_BROKER)
    else:
        loop.run(settings)


def _directory_api(settings: StoreSettings, closing: ExitStack, demo: bool) -> Starlette:
    directory = open_directory(DirectorySettings(data=settings.data, database_address=settings.database.get_secret_value()))
    closing.callback(directory.close)
    catch_up(search_delivery(directory), lambda done, of: None)
    search = search_thread(directory)
    mounts = directory_mounts(directory, verifier_of(settings.data, directory.clock), search, None)
    return assembled([*_health(mounts[0].app), *mounts], (search,))


def _reporting_api(settings: FeedSettings, closing: ExitStack, demo: bool) -> Starlette:
    address, keeps = settings.database.get_secret_value(), timedelta(days=settings.feed_days)
    reporting = open_reporting(ReportingSettings(data=settings.data, database_address=address, feed_keeps=keeps))
    closing.callback(reporting.close)
    mounts = reporting_mounts(reporting, verifier_of(settings.data, reporting.clock), {})
    return assembled([*_health(mounts[0].app), *mounts], ())


def _portal(settings: PagesSettings, closing: ExitStack, demo: bool) -> Starlette:
    clock = SystemClock()
    directory, reporting = (
        httpx.AsyncClient(base_url=base, timeout=ANSWER_SECONDS, trust_env=False)
        for base in (f"{settings.directory_url}{DIRECTORY}", f"{settings.reporting_url}{REPORTING}")
    )
    people = kept_people(settings.data, Gazetteer(PostcodeTable(settings.data))) if demo else ()
    sign_in = DemoSignIn(people, issuer_of(settings.data, clock), started_with_demo=True) if demo else None
    portal = portal_app(DirectoryApi(directory), ReportingApi(reporting), verifier_of(settings.data, clock), PortalSettings(), sign_in)
    return assembled([Mount("/", portal)], (), (directory, reporting))


def _health(app: ASGIApp) -> list[Route]:
    """At the same place for every process, wherever the service itself is mounted."""
    return [Route("/live", app), Route("/ready", app)]


_APPS: dict[str, Callable[..., Starlette]] = {"directory api": _directory_api, "reporting api": _reporting_api, "portal": _portal}
