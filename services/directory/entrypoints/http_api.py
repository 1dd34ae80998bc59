"""The directory over HTTP."""

from fastapi import FastAPI

from services.directory.entrypoints import http_classes, http_providers, http_search, http_venues
from services.directory.wiring import Directory
from shared.identity.tokens import TokenVerifier
from shared.web.app import service_app
from shared.web.health import ReadyCheck

VERSION = "0.1.0"
BEHIND = 5_000
"""Events the index may be behind before the directory is not ready: a bulk import is under way, or the index does not move."""

DESCRIPTION = "What provision exists: providers, venues and classes, and the search that finds them."


def directory_app(directory: Directory, verifier: TokenVerifier) -> FastAPI:
    routers = [http_search.router, http_classes.router, http_providers.router, http_venues.router]
    checks = [
        ReadyCheck("database", directory.database_trouble, "Run `signpost doctor`."),
        ReadyCheck("search index", lambda: directory.index_trouble(BEHIND), "Wait while it catches up; otherwise run `signpost doctor`."),
    ]
    app = service_app("Directory", VERSION, DESCRIPTION, routers, verifier, checks)
    app.state.directory = directory
    return app
