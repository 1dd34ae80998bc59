"""The directory over HTTP."""

from fastapi import FastAPI

from services.directory.domain.spreadsheet.limits import MOST_BYTES
from services.directory.entrypoints import (
    http_classes,
    http_freshness,
    http_import_jobs,
    http_imports,
    http_previews,
    http_providers,
    http_search,
    http_sources,
    http_venues,
)
from services.directory.entrypoints.import_jobs import ImportJobs
from services.directory.wiring import Directory
from shared.identity.tokens import TokenVerifier
from shared.messaging.log import EventLog
from shared.messaging.thread import DeliveryThread
from shared.web.app import service_app
from shared.web.health import ReadyCheck
from shared.web.log_route import log_router

VERSION = "0.1.0"
BEHIND = 5_000
"""Events the index may be behind before the directory is not ready: a large import is under way, or the index does not move."""
FORM = 64 * 1024
"""Bytes of a form around the file it sends."""
WAIT = "Wait while it catches up; if it does not, run `signpost doctor`."
RESTART = "Stop Signpost and start it again."
DESCRIPTION = "What provision exists: providers, venues and classes, and the search that finds them."

_FILES = ("/v1/imports/preview", "/v1/imports/uploads")
_SERVED = (
    http_search,
    http_classes,
    http_providers,
    http_venues,
    http_freshness,
    http_import_jobs,
    http_previews,
    http_imports,
    http_sources,
)


def directory_app(directory: Directory, verifier: TokenVerifier, delivery: DeliveryThread) -> FastAPI:
    routers = [*(each.router for each in _SERVED), log_router(EventLog(directory.database))]
    checks = [
        ReadyCheck("database", lambda: _database_trouble(directory), "Run `signpost doctor`."),
        ReadyCheck("delivery", lambda: "What brings the search index up to date has ended." if delivery.ended() else None, RESTART),
        ReadyCheck("search index", lambda: _index_trouble(directory, delivery), WAIT),
    ]
    app = service_app("Directory", VERSION, DESCRIPTION, routers, verifier, checks, body_limits=dict.fromkeys(_FILES, MOST_BYTES + FORM))
    app.state.directory = directory
    app.state.import_jobs = ImportJobs(http_imports.TURNS)
    return app


def _database_trouble(directory: Directory) -> str | None:
    """Reading raises Unavailable, which says what is wrong."""
    with directory.works.look() as stores:
        stores.providers.page(None, 1)
    return None


def _index_trouble(directory: Directory, delivery: DeliveryThread) -> str | None:
    if delivery.last_error:
        return f"It could not take the last events: {delivery.last_error.rstrip('.')}."
    if filling := directory.search.filling():
        return f"It is being made again: {filling[0]} of {filling[1]} events are in. Searches wait for the rest."
    behind = delivery.lag()
    return f"It is {behind} events behind." if behind > BEHIND else None
