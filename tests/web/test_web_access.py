"""Who is let in, and how a route that forgot to say is found."""

from datetime import timedelta

import pytest
from fastapi import APIRouter, FastAPI

from shared.permissions import Permission, Role
from shared.web.access import declared_permission, routes_without_permission
from shared.web.app import service_app
from shared.web.routes import every_route

GOOD = {"name": "Conversation", "level": "entry-2", "sessions": [{"starts": "09:30"}]}


def test_anyone_may_read_what_is_public(call):
    assert call("GET", "/v1/classes/1").json()["who"] == "anyone"


def test_who_is_signed_in_is_known_on_public_pages_too(call, signed_in):
    assert call("GET", "/v1/classes/1", headers=signed_in(Role.REFERRER)).json()["who"] == "p-1"


@pytest.mark.parametrize("header", ["Bearer rubbish", "Bearer ", "Bearer", "Basic abc", ""])
def test_bad_credentials_are_refused_even_where_none_are_needed(call, header):
    assert call("GET", "/v1/classes/1", headers={"Authorization": header}).status_code == 401


def test_without_a_token_nothing_is_written(call):
    answer = call("POST", "/v1/classes", json=GOOD)
    assert answer.status_code == 401
    assert "www-authenticate" in answer.headers


def test_a_role_that_does_not_include_it_is_refused(call, signed_in):
    answer = call("POST", "/v1/classes", json=GOOD, headers=signed_in(Role.REFERRER))
    assert answer.status_code == 403
    assert "provision.write" in answer.json()["remedy"]


def test_a_token_that_ran_out_is_refused(call, signed_in, clock):
    headers = signed_in(Role.PROVIDER)
    assert call("POST", "/v1/classes", json=GOOD, headers=headers).json()["who"] == "Amina"
    clock.move(timedelta(minutes=11))
    assert "out of date" in call("POST", "/v1/classes", json=GOOD, headers=headers).json()["detail"]


def test_who_may_not_write_is_told_so_before_what_is_wrong_with_the_body(call):
    assert call("POST", "/v1/classes", json={}).status_code == 401


def test_a_made_up_service_declares_a_permission_on_every_route(app):
    assert routes_without_permission(app) == []
    declared = {(path, *(route.methods or ())): declared_permission(route) for path, route in every_route(app)}
    assert declared["/v1/classes", "POST"] is Permission.PROVISION_WRITE
    assert declared["/live", "GET"] is Permission.PUBLIC_READ


def test_a_route_without_permission_is_found_wherever_it_hides(issuer):
    forgot = APIRouter(prefix="/deep")

    @forgot.get("/door/{door_id}")
    def door(door_id: str) -> None: ...

    @forgot.websocket("/socket")
    async def socket(websocket: object) -> None: ...

    version = APIRouter(prefix="/v1")
    version.include_router(forgot)
    inner = service_app("Inner", "1", "", [version], issuer[1])
    outer = FastAPI(openapi_url=None)
    outer.mount("/inner", inner)
    outer.include_router(forgot, prefix="/outer")
    assert routes_without_permission(outer) == [
        "GET /inner/v1/deep/door/{door_id}",
        "WEBSOCKET /inner/v1/deep/socket",
        "GET /outer/deep/door/{door_id}",
        "WEBSOCKET /outer/deep/socket",
    ]
