"""What every answer carries and every service does: headers, ids, limits, log lines, health."""

import json
import logging
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI

from shared.permissions import Actor, Permission, Role
from shared.telemetry import current_traceparent
from shared.telemetry.logs import JsonLines
from shared.web.access import require
from shared.web.app import service_app
from shared.web.request_id import current_request_id
from shared.web.security_headers import content_security_policy

ANSWERS = [
    ("GET", "/v1/classes/1"),
    ("GET", "/v1/broken"),
    ("GET", "/nowhere"),
    ("POST", "/v1/classes"),
    ("GET", "/docs"),
    ("GET", "/live"),
]


@pytest.mark.parametrize(("method", "path"), ANSWERS)
def test_every_answer_keeps_the_browser_at_home(call, method, path):
    headers = call(method, path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["x-request-id"]


def test_a_tile_server_is_allowed_for_images_only():
    policy = content_security_policy("https://tiles.example.org")
    assert "img-src 'self' data: https://tiles.example.org;" in policy
    assert policy.count("https://") == 1


@pytest.mark.parametrize("host", ["https://x.org; script-src *", "http://x.org", "x.org", "https://x.org/path", "https://x.org *"])
def test_a_tile_server_that_would_widen_the_policy_is_refused(host):
    with pytest.raises(ValueError, match="tile server"):
        content_security_policy(host)


def test_a_well_formed_request_id_is_kept_and_reaches_the_inside(call, signed_in):
    body = {"name": "Conversation", "level": "entry-2", "sessions": [{"starts": "09:30"}]}
    headers = {**signed_in(Role.PROVIDER), "X-Request-ID": "portal-12345678"}
    answer = call("POST", "/v1/classes", json=body, headers=headers)
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "portal-12345678"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space in it", 'quote"quote"', "new\tline-12345"])
def test_any_other_request_id_is_replaced(call, given):
    assert call("GET", "/live", headers={"X-Request-ID": given}).headers["x-request-id"] != given


def log_lines(caplog):
    return [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == "signpost.access"]


def test_the_log_has_ids_and_templates_and_nothing_personal(call, signed_in, caplog):
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    with caplog.at_level(logging.INFO, logger="signpost.access"):
        call("GET", "/v1/classes/amina-yusuf", headers={**signed_in(Role.PROVIDER), "traceparent": trace})
        call("GET", "/v1/classes?q=mrs+example")
        call("GET", "/v1/people/mrs-example")
    first, second, third = log_lines(caplog)
    assert (first["route"], first["status"], first["method"]) == ("/v1/classes/{class_id}", 200, "GET")
    assert (first["service"], first["traceparent"]) == ("Lessons", trace)
    assert (second["route"], third["route"], third["status"]) == ("/v1/classes", "(none)", 404)
    assert second["traceparent"] not in (None, trace)
    written = json.dumps([first, second, third])
    for personal in ("amina", "Amina", "example", "Bearer", "p-1"):
        assert personal not in written


def test_a_trace_ends_with_its_request(call):
    call("GET", "/live", headers={"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
    assert current_traceparent() is None


def test_a_service_mounted_under_a_prefix_answers_and_logs_the_same(app, call_any, caplog):
    outer = FastAPI()
    outer.mount("/lessons", app)
    call = call_any(outer)
    with caplog.at_level(logging.INFO, logger="signpost.access"):
        assert call("GET", "/lessons/v1/classes/1").status_code == 200
    assert log_lines(caplog)[0]["route"] == "/lessons/v1/classes/{class_id}"
    assert call("GET", "/lessons/v1/classes?levle=1").json()["problems"][0]["remedy"] == "Did you mean `level`?"
    assert call("POST", "/lessons/v1/imports", content=b"x" * 5000).json() == {"bytes": 5000}
    assert call("GET", "/lessons/openapi.json").json()["servers"] == [{"url": "/lessons"}]


def test_a_service_called_within_one_process_keeps_the_id_and_trace_and_gives_them_back(app, issuer, call_any, caplog):
    front = APIRouter()

    @front.get("/page")
    async def page(actor: Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]) -> dict[str, list[str | None]]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://lessons") as client:
            answer = await client.get("/live")
        return {"ids": [answer.headers["x-request-id"], current_request_id()], "trace": [current_traceparent()]}

    with caplog.at_level(logging.INFO, logger="signpost.access"):
        answer = call_any(service_app("Front", "1", "", [front], issuer[1]))("GET", "/page")
    inner, outer = log_lines(caplog)
    assert (inner["service"], outer["service"]) == ("Lessons", "Front")
    assert {*answer.json()["ids"], inner["request_id"], outer["request_id"]} == {answer.headers["x-request-id"]}
    assert {*answer.json()["trace"], inner["traceparent"]} == {outer["traceparent"]}


async def in_pieces(count):
    for _ in range(count):
        yield b"x" * 1000


@pytest.mark.parametrize("body", [lambda: b"x" * 2001, lambda: in_pieces(3)], ids=["declared", "streamed"])
def test_a_body_over_the_limit_is_refused(call, signed_in, body):
    headers = {**signed_in(Role.PROVIDER), "Content-Type": "application/json"}
    answer = call("POST", "/v1/classes", content=body(), headers=headers)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "2000 bytes" in answer.json()["detail"]


def test_a_file_in_a_form_is_held_to_the_limit_too(call):
    assert call("POST", "/v1/leaflets", files={"leaflet": b"x" * 1000}).json() == {"bytes": 1000}
    assert call("POST", "/v1/leaflets", files={"leaflet": b"x" * 3000}).status_code == 413


async def form_in_pieces():
    yield b'--cut\r\nContent-Disposition: form-data; name="leaflet"; filename="a.pdf"\r\n\r\n'
    for _ in range(3):
        yield b"x" * 1000
    yield b"\r\n--cut--\r\n"


def test_a_file_that_does_not_say_how_long_it_is_is_held_to_the_limit(call):
    answer = call("POST", "/v1/leaflets", content=form_in_pieces(), headers={"Content-Type": "multipart/form-data; boundary=cut"})
    assert answer.status_code == 413


def test_imports_have_a_limit_of_their_own(call):
    assert call("POST", "/v1/imports", content=in_pieces(10)).json() == {"bytes": 10_000}
    assert call("POST", "/v1/imports", content=in_pieces(11)).status_code == 413


def test_a_service_is_ready_when_every_check_is_well(call):
    assert call("GET", "/live").json()["status"] == "ok"
    assert call("GET", "/ready").json() == {"status": "ok", "checks": ["database", "index"]}


def test_a_service_that_is_not_ready_names_what_and_the_remedy(call, checks):
    checks["index"] = "The index is 40 minutes behind."
    answer = call("GET", "/ready")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.json()["problems"] == [{"field": "index", "message": "The index is 40 minutes behind.", "remedy": "Start the index."}]
    assert call("GET", "/live").status_code == 200


def test_a_check_that_breaks_down_counts_as_failed(call, checks):
    del checks["database"]
    answer = call("GET", "/ready")
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (503, "database")
