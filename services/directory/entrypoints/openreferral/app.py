"""The feed of Open Referral UK 3.0, as an app that is mounted beside the directory's own API."""

from fastapi import FastAPI

from services.directory.entrypoints.openreferral import services, vocabulary
from services.directory.entrypoints.openreferral.open_to_pages import OpenToPages
from services.directory.wiring import Directory
from shared.identity.tokens import TokenVerifier
from shared.messaging.thread import DeliveryThread
from shared.web.app import service_app
from shared.web.health import ReadyCheck

VERSION = "3.0"
BEHIND = 5_000
"""Events the feed may be behind before it is not ready."""
DESCRIPTION = (
    "Classes in English for speakers of other languages, as services by Open Referral UK 3.0 (HSDS-UK). Open to anyone, without a key.\n\n"
    "All parameters have to hold. To follow changes, remember the `Date` of the first answer of a crawl and ask for `modified_after` "
    "a minute before it the next time."
)
WAIT = "Wait while it catches up; if it does not, run `signpost doctor`."
RESTART = "Stop Signpost and start it again."


def openreferral_app(directory: Directory, verifier: TokenVerifier, delivery: DeliveryThread | None) -> FastAPI:
    """`delivery` is None where a worker of its own brings the feed up to date; how far that is, it says itself."""
    checks = [
        ReadyCheck("delivery", lambda: "What brings the feed up to date has ended." if delivery and delivery.ended() else None, RESTART),
        ReadyCheck("feed", lambda: _trouble(directory, delivery), WAIT),
    ]
    app = service_app("Open Referral UK feed", VERSION, DESCRIPTION, [vocabulary.router, services.router], verifier, checks)
    app.state.directory = directory
    app.add_middleware(OpenToPages)
    return app


def _trouble(directory: Directory, delivery: DeliveryThread | None) -> str | None:
    """Looking raises Unavailable while the feed is being made, which says how far it is."""
    if delivery and delivery.last_error:
        return f"It could not take the last events: {delivery.last_error.rstrip('.')}."
    with directory.feed.look():
        behind = delivery.lag() if delivery else 0
    return f"It is {behind} events behind." if behind > BEHIND else None
