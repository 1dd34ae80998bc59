"""What a person or another system is told when something goes wrong."""

import json
import logging

import pytest

from shared.permissions import Role
from shared.telemetry.logs import JsonLines

GOOD = {"name": "Conversation", "level": "entry-2", "sessions": [{"starts": "09:30"}]}
MEMBERS = {"type", "title", "status", "detail", "remedy", "problems", "request_id"}
STATUS = {
    "invalid": 422,
    "not-understood": 400,
    "not-found": 404,
    "not-signed-in": 401,
    "not-allowed": 403,
    "conflict": 409,
    "gone": 410,
    "changed-meanwhile": 412,
    "precondition-missing": 428,
    "too-large": 413,
    "too-many": 429,
    "unavailable": 503,
}


@pytest.mark.parametrize("kind", STATUS)
def test_each_refusal_has_its_status_and_the_same_members(call, kind):
    answer = call("GET", f"/v1/refusals/{kind}")
    assert answer.status_code == answer.json()["status"] == STATUS[kind]
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == MEMBERS
    assert answer.json()["type"] == f"urn:signpost:problem:{kind}"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_refusal_names_the_field_and_the_remedy(call):
    expected = [{"field": "ends", "message": "It ends before it starts.", "remedy": "Give a later end."}]
    assert call("GET", "/v1/refusals/invalid").json()["problems"] == expected


def test_not_signed_in_says_how_and_unavailable_says_when(call):
    assert call("GET", "/v1/refusals/not-signed-in").headers["www-authenticate"].startswith("Bearer")
    assert int(call("GET", "/v1/refusals/unavailable").headers["retry-after"]) > 0


def test_an_unexpected_error_tells_nothing_of_the_inside(call, caplog):
    with caplog.at_level(logging.INFO):
        answer = call("GET", "/v1/broken")
    assert answer.status_code == 500
    assert set(answer.json()) == MEMBERS
    for hidden in ("swordfish", "RuntimeError", "Traceback", ".py"):
        assert hidden not in answer.text
    fault = next(json.loads(JsonLines().format(record)) for record in caplog.records if record.name == "signpost.faults")
    assert fault["request_id"] == answer.json()["request_id"]
    assert fault["error"] == "RuntimeError"
    assert "broken" in fault["where"][-1]
    assert "swordfish" not in caplog.text


def test_nothing_at_an_address_and_the_wrong_method_are_problems_too(call):
    nowhere, wrong = call("GET", "/v1/nowhere"), call("DELETE", "/v1/classes/7")
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "urn:signpost:problem:no-such-address")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "urn:signpost:problem:wrong-method")
    assert wrong.headers["allow"] == "GET, PUT"


def posted(call, signed_in, body):
    return call("POST", "/v1/classes", headers=signed_in(Role.PROVIDER), json=body)


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"name": None}, "name", "not text"),
        ({"name": "ab"}, "name", "at least 3 characters"),
        ({"name": "x" * 21}, "name", "at most 20 characters"),
        ({"level": "entry-9"}, "level", "entry-1 or entry-2"),
        ({"sessions": []}, "sessions", "at least one entry"),
        ({"sessions": {}}, "sessions", "not a list"),
        ({"sessions": [{}]}, "sessions[0].starts", "missing"),
        ({"sessions": [{"starts": "half nine"}]}, "sessions[0].starts", "09:30"),
        ({"sessions": [{"starts": "09:30"}, {"starts": "09:30", "length": 5}]}, "sessions[1].length", "15 or more"),
        ({"sessions": [{"starts": "09:30", "length": "long"}]}, "sessions[0].length", "whole number"),
        ({"sessions": [{"starts": "09:30", "length": 60.5}]}, "sessions[0].length", "whole number"),
        ({"sessions": ["09:30"]}, "sessions[0]", "not an object"),
        ({"levle": "x"}, "levle", "not known"),
    ],
)
def test_a_wrong_field_is_named_by_its_path_in_plain_words(call, signed_in, change, field, says):
    answer = posted(call, signed_in, {**GOOD, **change})
    problem = answer.json()["problems"][0]
    assert answer.status_code == 422
    assert problem["field"] == field
    assert says in f"{problem['message']} {problem['remedy']}"
    assert field in answer.json()["detail"]


def test_every_wrong_field_is_named_at_once(call, signed_in):
    problems = posted(call, signed_in, {"name": "x"}).json()["problems"]
    assert [problem["field"] for problem in problems] == ["name", "level", "sessions"]


def test_what_was_sent_is_not_repeated(call, signed_in):
    answer = posted(call, signed_in, {**GOOD, "level": "secret-value", "sessions": [{"starts": "another-secret"}]})
    assert "secret" not in answer.text


def test_a_small_wrong_body_does_not_get_a_huge_answer(call, signed_in):
    answer = posted(call, signed_in, {**GOOD, "sessions": [0] * 900})
    assert len(answer.json()["problems"]) == 100
    assert "900" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"name": ', "application/json", 422),
        (b'{"name": "\xff"}', "application/json", 400),
        (b"", "application/json", 422),
        (b"name=x", "application/x-www-form-urlencoded", 422),
        (b"[]", "application/json", 422),
    ],
)
def test_a_body_that_is_not_the_json_asked_for_gets_a_clear_answer(call, signed_in, body, content_type, status):
    answer = call("POST", "/v1/classes", content=body, headers={**signed_in(Role.PROVIDER), "Content-Type": content_type})
    assert answer.status_code == status
    assert set(answer.json()) == MEMBERS
    assert answer.json()["remedy"]


def test_a_body_nested_without_end_is_refused_and_not_our_fault(call, signed_in):
    """How deep is too deep differs between Python versions, and so does the kind of refusal."""
    headers = {**signed_in(Role.PROVIDER), "Content-Type": "application/json"}
    assert call("POST", "/v1/classes", content=b"[" * 1900, headers=headers).status_code in (400, 422)


def test_broken_json_says_where_reading_stopped(call, signed_in):
    headers = {**signed_in(Role.PROVIDER), "Content-Type": "application/json"}
    answer = call("POST", "/v1/classes", content=b'{"name": ', headers=headers)
    assert answer.json()["problems"][0]["field"] == "body"
    assert "at character 9." in answer.json()["problems"][0]["message"]
