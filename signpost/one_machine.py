"""Everything on one machine, in one process, on embedded parts."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from services.directory.entrypoints.local_delivery import openreferral_delivery, openreferral_thread, search_delivery, search_thread
from services.directory.settings import DirectorySettings
from services.directory.use_cases.ports import Progress
from services.directory.wiring import Directory, open_directory
from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.reporting_api import ReportingApi
from services.portal.entrypoints.web import portal_app
from services.portal.settings import PortalSettings
from services.reporting.entrypoints.local_delivery import reporting_thread
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import Reporting, open_reporting
from shared.clock import Clock
from shared.identity.demo import DemoSignIn
from shared.messaging.log import EventLog
from shared.messaging.thread import DeliveryThread
from signpost.apps import assembled, directory_mounts, issuer_of, reporting_mounts, verifier_of
from signpost.catching_up import catch_up
from signpost.demonstration import fill_if_empty, people_of

INSIDE, FIGURES = "http://directory.inside", "http://reporting.inside"
"""Names for the services that stand in the same process; nothing goes over the network."""


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
        catch_up(search_delivery(directory), progress)
        catch_up(openreferral_delivery(directory), progress)
        if demo and fill_if_empty(directory):
            search_delivery(directory).run_until_idle()
            openreferral_delivery(directory).run_until_idle()
        reporting = open_reporting(ReportingSettings(data=data), clock)
        opened.callback(reporting.close)
        machine = _assembled(directory, reporting, data, demo)
        opened.pop_all()
        return machine


def _assembled(directory: Directory, reporting: Reporting, data: Path, demo: bool) -> OneMachine:
    verifier = verifier_of(data, directory.clock)
    delivery, feed_delivery = search_thread(directory), openreferral_thread(directory)
    heard = reporting_thread(reporting, "directory", EventLog(directory.database))
    own = directory_mounts(directory, verifier, delivery, feed_delivery)
    figures = reporting_mounts(reporting, verifier, {"directory": heard})
    inside = [_client(own[0].app, INSIDE), _client(figures[0].app, FIGURES)]
    sign_in = DemoSignIn(people_of(directory), issuer_of(data, directory.clock), started_with_demo=True) if demo else None
    portal = portal_app(DirectoryApi(inside[0]), ReportingApi(inside[1]), verifier, PortalSettings(), sign_in)
    app = assembled([*own, *figures, Mount("/", portal)], (delivery, feed_delivery, heard), inside)
    return OneMachine(directory, reporting, delivery, app)


def _client(app: ASGIApp, name: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=name)
