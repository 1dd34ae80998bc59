"""Two people editing, and a request sent twice: what each is told."""

import pytest

from shared.permissions import Role

GOOD = {"name": "Conversation", "level": "entry-2", "sessions": [{"starts": "09:30"}]}


def put(call, signed_in, **headers):
    return call("PUT", "/v1/classes/1", json=GOOD, headers={**signed_in(Role.PROVIDER), **headers})


@pytest.mark.parametrize("have", ['"7"', 'W/"7"', '"3", "7"', "*"])
def test_who_has_this_version_already_is_not_sent_it_again(call, have):
    answer = call("GET", "/v1/classes/1", headers={"If-None-Match": have})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"7"')


@pytest.mark.parametrize("have", ['"6"', "7", "rubbish", ""])
def test_who_has_another_version_gets_this_one(call, have):
    answer = call("GET", "/v1/classes/1", headers={"If-None-Match": have})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"7"')


def test_an_update_says_which_version_it_changes(call, signed_in):
    assert put(call, signed_in, **{"If-Match": '"7"'}).json() == {"changes": 7}


def test_an_update_that_does_not_say_is_told_how(call, signed_in):
    answer = put(call, signed_in)
    assert answer.status_code == 428
    assert "If-Match" in answer.json()["remedy"]


@pytest.mark.parametrize("given", ["*", "7", 'W/"7"', '"7", "8"', '"seven"', '""', '"-1"', '"' + "9" * 40 + '"'])
def test_a_version_that_is_none_of_ours_is_refused(call, signed_in, given):
    answer = put(call, signed_in, **{"If-Match": given})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "If-Match"


def test_a_star_is_refused_because_it_would_overwrite(call, signed_in):
    assert "overwrite" in put(call, signed_in, **{"If-Match": "*"}).json()["detail"]


def post(call, signed_in, body=GOOD, **headers):
    return call("POST", "/v1/classes", json=body, headers={**signed_in(Role.PROVIDER), **headers})


def test_the_same_request_has_the_same_fingerprint_and_another_has_another(call, signed_in):
    first, again = post(call, signed_in).json(), post(call, signed_in).json()
    other = post(call, signed_in, {**GOOD, "name": "Grammar"}).json()
    assert first["key"] is None
    assert first["fingerprint"] == again["fingerprint"] != other["fingerprint"]


@pytest.mark.parametrize("given", ["018f6d1e-7c1a-7000-8000-000000000000", '"018f6d1e-7c1a-7000-8000-000000000000"'])
def test_a_key_is_read_with_or_without_quotes(call, signed_in, given):
    assert post(call, signed_in, **{"Idempotency-Key": given}).json()["key"] == "018f6d1e-7c1a-7000-8000-000000000000"


@pytest.mark.parametrize("given", ["short", "x" * 129, "with a space", '"', "naïve-key-naïve".encode()])
def test_a_key_of_the_wrong_form_is_refused(call, signed_in, given):
    answer = post(call, signed_in, **{"Idempotency-Key": given})
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "Idempotency-Key")
