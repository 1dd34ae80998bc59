"""Reporting over HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from fastapi import FastAPI

from services.reporting.entrypoints import http_supply
from services.reporting.use_cases.ports import OnTheWay
from services.reporting.wiring import Reporting
from shared.identity.tokens import TokenVerifier
from shared.messaging.thread import DeliveryThread
from shared.web.app import service_app
from shared.web.health import ReadyCheck

VERSION = "0.1.0"
BEHIND = 20_000
"""Events: some ten seconds of work. Figures that are further behind are not worth showing."""
DESCRIPTION = "What can be counted from everything the services said: what is on offer where."
WAIT = "Wait while it catches up; if it does not, run `signpost doctor`."
RESTART = "Stop Signpost and start it again."

_SERVED = (http_supply,)


def reporting_app(reporting: Reporting, verifier: TokenVerifier, deliveries: Mapping[str, DeliveryThread]) -> FastAPI:
    """`deliveries`: by producer, those that run in this process; none where a worker beside it hears the broker."""
    checks = [ReadyCheck("database", lambda: _database_trouble(reporting), "Run `signpost doctor`.")]
    for producer, delivery in deliveries.items():
        checks.append(ReadyCheck(f"events of the {producer}", _delivery_trouble(delivery), WAIT))
    app = service_app("Reporting", VERSION, DESCRIPTION, [each.router for each in _SERVED], verifier, checks)
    app.state.reporting = replace(reporting, on_the_way=_waiting(deliveries)) if deliveries else reporting
    return app


def _waiting(deliveries: Mapping[str, DeliveryThread]) -> OnTheWay:
    """Nobody knows while a delivery fails: the log may not be the one that was heard."""

    def waiting() -> int | None:
        if any(delivery.last_error for delivery in deliveries.values()):
            return None
        return sum(delivery.lag() for delivery in deliveries.values())

    return waiting


def _database_trouble(reporting: Reporting) -> str | None:
    """Reading raises Unavailable, which says what is wrong."""
    with reporting.works.look() as stores:
        stores.events.end()
    return None


def _delivery_trouble(delivery: DeliveryThread) -> Callable[[], str | None]:
    def trouble() -> str | None:
        if delivery.ended():
            return f"What brings them has ended. {RESTART}"
        if delivery.last_error:
            return f"The last could not be taken: {delivery.last_error.rstrip('.')}."
        behind = delivery.lag()
        return f"{behind} are not counted yet." if behind > BEHIND else None

    return trouble
