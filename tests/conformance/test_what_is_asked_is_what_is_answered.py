"""For whatever is asked, the feed answers exactly what a plain scan of all of it gives: the set, the order, the pages, the shape."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conformance.feed_world import FeedWorld
from tests.conformance.plain_scan import Scan
from tests.conformance.wanted import FILTERS, filters, parameters

LISTS = ("/services", "/service_at_locations")
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(MANY, max_examples=8)


def compare(feed: FeedWorld, scan: Scan, path: str, asked: dict[str, Any]) -> None:
    assert feed.read(path, **asked) == scan.answer(path, asked)


def compare_stream(feed: FeedWorld, scan: Scan, path: str, asked: dict[str, Any]) -> None:
    answer = feed.get(path, format="ndjson", **asked)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in answer.text.splitlines()] == scan.contents(path, asked)


@pytest.mark.parametrize("path", LISTS)
def test_any_parameters_together_are_answered_as_a_plain_scan_does(still: FeedWorld, scan: Scan, path: str) -> None:
    @MANY
    @given(asked=parameters(scan, path))
    def all_alike(asked: dict[str, Any]) -> None:
        compare(still, scan, path, asked)

    all_alike()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("name", FILTERS)
def test_each_parameter_alone_narrows_the_feed_as_a_plain_scan_does(still: FeedWorld, scan: Scan, name: str, path: str) -> None:
    @settings(MANY, max_examples=8)
    @given(value=filters(scan)[name])
    def alike(value: Any) -> None:
        compare(still, scan, path, {name: value})

    alike()


@pytest.mark.parametrize("path", LISTS)
def test_page_by_page_nothing_comes_twice_or_is_lost(still: FeedWorld, scan: Scan, path: str) -> None:
    @SOME
    @given(asked=parameters(scan, path), per_page=st.integers(20, 90))
    def whole(asked: dict[str, Any], per_page: int) -> None:
        asked = {name: value for name, value in asked.items() if name != "page"} | {"per_page": per_page}
        found = [entry for page in still.pages(path, **asked) for entry in page["contents"]]
        assert found == scan.contents(path, asked)

    whole()


@pytest.mark.parametrize("path", LISTS)
def test_ndjson_gives_all_of_the_same_one_a_line(still: FeedWorld, scan: Scan, path: str) -> None:
    @SOME
    @given(asked=parameters(scan, path))
    def streamed(asked: dict[str, Any]) -> None:
        compare_stream(still, scan, path, {name: value for name, value in asked.items() if name not in ("page", "per_page")})

    streamed()


def test_the_scan_is_worth_comparing_with(scan: Scan) -> None:
    """Every filter finds some and leaves some out: else the comparison above would hold for one that does nothing."""
    everything = len(scan.contents("/service_at_locations", {}))
    asked = {
        "search": "conversation",
        "taxonomy_term_id": scan.nested["/services"][-1]["attributes"][0]["taxonomy_term_id"],
        "organization_id": scan.nested["/services"][-1]["organization_id"],
        "minimum_age": 16,
        "maximum_age": 25,
        "day": "MO",
        "start_time": "18:00",
        "end_time": "12:00",
        "postcode": "LS8 5AA",
        "modified_after": scan.short["/services"][-1]["last_modified"],
    }
    found = {name: len(scan.contents("/service_at_locations", {name: value})) for name, value in asked.items()}
    assert all(0 < count < everything for count in found.values()), found


def test_one_by_its_id_is_the_same_as_in_the_list(still: FeedWorld, scan: Scan) -> None:
    for path in LISTS:
        for entry in scan.nested[path][::17]:
            assert still.read(f"{path}/{entry['id']}") == entry
            assert still.read(f"{path}/{entry['id'].upper()}") == entry


def test_days_are_taken_as_people_write_them_too(still: FeedWorld) -> None:
    assert still.read("/services", day="monday") == still.read("/services", day="MO") == still.read("/services", day="mo")
