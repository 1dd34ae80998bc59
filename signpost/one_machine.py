"""Everything on one machine, in one process, on embedded parts."""

from dataclasses import dataclass
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from services.directory.entrypoints.local_delivery import openreferral_delivery, openreferral_thread, search_delivery, search_thread
from services.directory.settings import DirectorySettings
from services.directory.use_cases.ports import Progress
from services.directory.wiring import Directory, open_directory
from services.portal.adapters.directory_api import DirectoryApi
from services.portal.entrypoints.web import portal_app
from services.portal.settings import PortalSettings
from shared.clock import Clock
from shared.identity.demo import DemoSignIn
from shared.messaging.thread import DeliveryThread
from signpost.apps import assembled, directory_mounts, issuer_of, verifier_of
from signpost.catching_up import catch_up
from signpost.demonstration import fill_if_empty, people_of

INSIDE = "http://directory.inside"
"""A name for the service that stands in the same process; nothing goes over the network."""


@dataclass(frozen=True)
class OneMachine:
    """What runs. `app` starts and stops the delivery of events with itself."""

    directory: Directory
    delivery: DeliveryThread
    app: Starlette

    def close(self) -> None:
        self.directory.close()


def open_machine(data: Path, *, demo: bool, clock: Clock | None = None, progress: Progress = lambda done, of: None) -> OneMachine:
    """Raises Unavailable when another Signpost runs on this folder, when the database was lost or an older copy of it was put back.

    `demo`: an empty folder gets the sample region, and anyone may sign in as the demo people.
    `progress`: told how far the search index is in catching up, in events.
    """
    directory = open_directory(DirectorySettings(data=data), clock)
    try:
        catch_up(search_delivery(directory), progress)
        catch_up(openreferral_delivery(directory), progress)
        if demo and fill_if_empty(directory):
            search_delivery(directory).run_until_idle()
            openreferral_delivery(directory).run_until_idle()
        return _assembled(directory, data, demo)
    except BaseException:
        directory.close()
        raise


def _assembled(directory: Directory, data: Path, demo: bool) -> OneMachine:
    verifier = verifier_of(data, directory.clock)
    delivery, feed_delivery = search_thread(directory), openreferral_thread(directory)
    mounts = directory_mounts(directory, verifier, delivery, feed_delivery)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(mounts[0].app), base_url=INSIDE)
    sign_in = DemoSignIn(people_of(directory), issuer_of(data, directory.clock), started_with_demo=True) if demo else None
    portal = portal_app(DirectoryApi(client), verifier, PortalSettings(), sign_in)
    app = assembled([*mounts, Mount("/", portal)], (delivery, feed_delivery), (client,))
    return OneMachine(directory, delivery, app)
