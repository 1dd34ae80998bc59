"""The pages for signed-in people."""

from fastapi import APIRouter

from services.portal.entrypoints import (
    chasing_pages,
    checking_pages,
    freshness_pages,
    history_pages,
    import_preview_pages,
    import_report_pages,
    importing_pages,
    listings_pages,
    publishing_pages,
    sign_in_pages,
    venue_pages,
)

STAFF: tuple[APIRouter, ...] = (
    sign_in_pages.router,
    listings_pages.router,
    publishing_pages.router,
    venue_pages.router,
    history_pages.router,
    importing_pages.router,
    import_preview_pages.router,
    import_report_pages.router,
    freshness_pages.router,
    chasing_pages.router,
    checking_pages.router,
)
