"""The portal's web app: pages, our own files, and what every answer has."""

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.reporting_api import ReportingApi
from services.portal.entrypoints import attend_pages, class_pages, fit_pages, provider_pages, search_pages, statement_pages, supply_pages
from services.portal.entrypoints.asset_versions import STATIC, KeptFiles
from services.portal.entrypoints.pages import Pages
from services.portal.entrypoints.problem_pages import ProblemPages, add_problem_pages
from services.portal.entrypoints.sessions import Sessions
from services.portal.entrypoints.staff_pages import STAFF
from services.portal.settings import PortalSettings
from shared.identity.demo import DemoSignIn
from shared.identity.tokens import TokenVerifier
from shared.web.access_log import AccessLog, UnexpectedErrors
from shared.web.body_limit import ONE_MEBIBYTE, BodyLimit
from shared.web.health import health_router
from shared.web.request_id import RequestContext
from shared.web.security_headers import SecurityHeaders

LARGEST_FILE = 51 * ONE_MEBIBYTE
"""The directory takes spreadsheets up to 50 MB; the form around one is small."""
WORTH_PACKING = 2000
"""Bytes. A page of results shrinks to a tenth: many readers pay for every megabyte."""


def portal_app(
    directory: DirectoryApi, reporting: ReportingApi, verifier: TokenVerifier, settings: PortalSettings, demo: DemoSignIn | None = None
) -> FastAPI:
    """`demo` is given only when the programme was started with --demo."""
    pages = Pages(settings, demonstration=demo is not None)
    app = FastAPI(
        title="Portal",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(RequestContext),
            Middleware(AccessLog, service="Portal"),
            Middleware(SecurityHeaders, tile_host=settings.tile_host),
            Middleware(GZipMiddleware, minimum_size=WORTH_PACKING, compresslevel=5),
            Middleware(ProblemPages, pages=pages, verifier=verifier),
            Middleware(UnexpectedErrors),
            Middleware(Sessions, verifier=verifier),
            Middleware(BodyLimit, limits={"/my/import": LARGEST_FILE}),
        ],
    )
    app.state.directory, app.state.reporting = directory, reporting
    app.state.pages, app.state.verifier, app.state.demo = pages, verifier, demo
    add_problem_pages(app)
    for router in (*PUBLIC, *STAFF, health_router(())):
        app.include_router(router)
    app.mount("/static", KeptFiles(directory=STATIC, check_dir=False), "static")
    return app


PUBLIC: tuple[APIRouter, ...] = (
    search_pages.router,
    fit_pages.router,
    attend_pages.router,
    class_pages.router,
    provider_pages.router,
    supply_pages.router,
    statement_pages.router,
)
"""In this order: `/classes/fit` is a page, not a class."""
