"""Every route says who may use it, and what is open to anyone is exactly this list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from starlette.applications import Starlette

from services.directory.entrypoints import http_search
from shared.permissions import Permission
from shared.web.access import declared_permission, routes_without_permission
from shared.web.routes import every_route
from signpost.one_machine import OneMachine, open_machine

OPEN_IN_THE_API = {
    "GET /directory/docs",
    "GET /directory/docs/api.css",
    "GET /directory/openapi.json",
    "GET /directory/live",
    "GET /directory/ready",
    "GET /directory/v1/classes",
    "GET /directory/v1/classes/{id}",
    "GET /directory/v1/classes/{id}/fit",
    "POST /directory/v1/classes/{id}/funding",
    "GET /directory/v1/filters",
    "GET /directory/v1/map",
    "GET /directory/v1/outlines",
    "GET /directory/v1/providers",
    "GET /directory/v1/providers/{id}",
    "GET /directory/v1/suggest",
    "GET /directory/v1/venues",
    "GET /directory/v1/venues/{id}",
}
OPEN_IN_THE_FEED = {
    "GET /openreferral/v3/",
    *(f"GET /openreferral/v3/{path}" for path in ("services", "service_at_locations", "taxonomies", "taxonomy_terms")),
    *(f"GET /openreferral/v3/{path}/{{id}}" for path in ("services", "service_at_locations", "taxonomies", "taxonomy_terms")),
    *(f"GET /openreferral/v3/{path}" for path in ("docs", "docs/api.css", "openapi.json", "live", "ready")),
}
"""All of it: the feed has nothing that is not."""
OPEN_OF_THE_EVENTS = {
    *(f"GET /events/{path}" for path in ("asyncapi", "asyncapi.json", "schemas/{name}.json", "examples/{name}.json")),
    *(f"GET /events/{path}" for path in ("docs", "docs/api.css", "openapi.json", "live", "ready")),
}
"""What describes them; the events themselves are for those who were granted them."""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneMachine]:
    opened = open_machine(tmp_path_factory.mktemp("machine"), demo=False)
    yield opened
    opened.close()


def open_to_anyone(app: Starlette) -> set[str]:
    return {
        f"{method} {path}"
        for path, route in every_route(app)
        if declared_permission(route) is Permission.PUBLIC_READ
        for method in (route.methods or set()) - {"HEAD"}
    }


def test_every_route_of_the_machine_declares_a_permission(machine: OneMachine) -> None:
    assert routes_without_permission(machine.app) == []


def test_the_api_is_open_to_anyone_for_exactly_this(machine: OneMachine) -> None:
    assert {route for route in open_to_anyone(machine.app) if "/directory/" in route} == OPEN_IN_THE_API


def test_the_feed_is_open_to_anyone_and_has_nothing_else(machine: OneMachine) -> None:
    feed = {f"{method} {path}" for path, route in every_route(machine.app) for method in (route.methods or set()) - {"HEAD"}}
    assert {route for route in feed if "/openreferral/" in route} == OPEN_IN_THE_FEED
    assert {route for route in open_to_anyone(machine.app) if "/openreferral/" in route} == OPEN_IN_THE_FEED


def test_of_the_events_only_their_description_is_open_to_anyone(machine: OneMachine) -> None:
    assert {route for route in open_to_anyone(machine.app) if "/events/" in route} == OPEN_OF_THE_EVENTS


def test_nothing_open_to_anyone_writes_but_questions_and_signing_in(machine: OneMachine) -> None:
    writing = {route for route in open_to_anyone(machine.app) if not route.startswith("GET ")}
    assert writing == {
        "POST /directory/v1/classes/{id}/funding",
        "POST /sign-in",
        "POST /sign-out",
        "POST /sign-in/token",
        "POST /classes/{id}/who-pays",
    }


def test_a_route_that_forgot_is_found(machine: OneMachine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted among the routes of search, as somebody in a hurry would."""
    forgetful = APIRouter(prefix="/v1")

    @forgetful.get("/everything")
    def everything() -> list[str]:
        return []

    forgetful.include_router(http_search.router)
    monkeypatch.setattr(http_search, "router", forgetful)
    planted = open_machine(tmp_path, demo=False)
    try:
        assert routes_without_permission(planted.app) == ["GET /directory/v1/everything"]
    finally:
        planted.close()
