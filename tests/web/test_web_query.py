"""A query parameter nobody knows is refused, with the one that was probably meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.query import nearest


@pytest.mark.parametrize(("asked", "meant"), [("levle", "level"), ("Level", "level"), ("limits", "limit"), ("curser", "cursor")])
def test_a_slip_is_told_what_was_probably_meant(call, asked, meant):
    answer = call("GET", "/v1/classes", params={asked: "1"})
    assert answer.status_code == 422
    assert answer.json()["problems"] == [
        {"field": asked, "message": f"There is no parameter `{asked}` here.", "remedy": f"Did you mean `{meant}`?"}
    ]


def test_something_quite_else_is_told_what_there_is(call):
    remedy = call("GET", "/v1/classes", params={"zzzz": "1"}).json()["problems"][0]["remedy"]
    assert remedy == "The parameters are: q, level, limit, cursor."


def test_every_unknown_parameter_is_named(call):
    answer = call("GET", "/v1/classes?levle=1&colour=2&level=entry-1")
    assert [problem["field"] for problem in answer.json()["problems"]] == ["levle", "colour"]


def test_a_route_without_parameters_says_so(call):
    assert "no parameters" in call("GET", "/v1/classes/7?x=1").json()["remedy"]


def test_known_parameters_pass_and_may_repeat(call):
    assert call("GET", "/v1/classes?level=entry-1&level=entry-2&limit=5").json()["level"] == ["entry-1", "entry-2"]


def test_a_parameter_taken_once_is_refused_twice_because_one_would_be_dropped(call):
    problems = call("GET", "/v1/classes?limit=5&limit=50").json()["problems"]
    assert [(problem["field"], problem["remedy"]) for problem in problems] == [("limit", "Give it once.")]


def test_a_parameter_out_of_its_limits_is_named(call):
    problem = call("GET", "/v1/classes?limit=1000").json()["problems"][0]
    assert (problem["field"], problem["remedy"]) == ("limit", "Send 100 or less.")


def test_a_long_unknown_name_is_not_repeated_whole(call):
    assert len(call("GET", "/v1/classes", params={"x" * 3000: "1"}).text) < 600


@given(st.text(max_size=60))
def test_the_nearest_name_is_always_one_that_exists(name):
    assert nearest(name, ("level", "limit", "near")) in {"level", "limit", "near", None}
