"""A question that cannot be answered is refused with the name of the parameter and what to do; nothing is ever at fault."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error

from tests.conformance.feed_world import FeedWorld
from tests.directory.world import problems

NOBODYS = "01994a1e-7c1a-7000-8000-0000000000ff"
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("/services", {"page": 0}, "page"),
    ("/services", {"page": "two"}, "page"),
    ("/services", {"per_page": 501}, "per_page"),
    ("/services", {"search": "!?"}, "search"),
    ("/services", {"search": "a" * 201}, "search"),
    ("/services", {"taxonomy_term_id": "level-1"}, "taxonomy_term_id"),
    ("/services", {"taxonomy_term_id": NOBODYS}, "taxonomy_term_id"),
    ("/services", {"taxonomy_id": NOBODYS}, "taxonomy_id"),
    ("/services", {"organization_id": NOBODYS}, "organization_id"),
    ("/services", {"minimum_age": "old"}, "minimum_age"),
    ("/services", {"minimum_age": "nan"}, "minimum_age"),
    ("/services", {"maximum_age": -1}, "maximum_age"),
    ("/services", {"day": "someday"}, "day"),
    ("/services", {"start_time": "10"}, "start_time"),
    ("/services", {"start_time": "9 in the morning"}, "start_time"),
    ("/services", {"end_time": "25:00"}, "end_time"),
    ("/services", {"end_time": "10:00Z"}, "end_time"),
    ("/services", {"modified_after": "2026"}, "modified_after"),
    ("/services", {"modified_after": "2026-09-01"}, "modified_after"),
    ("/services", {"modified_after": "2026-09-01T09:30:00"}, "modified_after"),
    ("/services", {"modified_after": "0001-01-01T00:00:00+14:00"}, "modified_after"),
    ("/services", {"minimal": "true", "full": "true"}, "minimal"),
    ("/services", {"format": "xml"}, "format"),
    ("/services", {"format": "ndjson", "page": 2}, "page"),
    ("/services", {"format": "ndjson", "per_page": 5}, "per_page"),
    ("/services", {"postcode": "LS8 5AA"}, "postcode"),
    ("/services", {"taxonomy_term": NOBODYS}, "taxonomy_term"),
    ("/service_at_locations", {"postcode": "nowhere"}, "postcode"),
    ("/service_at_locations", {"postcode": "ZZ99 9ZZ"}, "postcode"),
    ("/service_at_locations", {"postcode": "LS8"}, "postcode"),
    ("/service_at_locations", {"proximity": 500}, "proximity"),
    ("/service_at_locations", {"postcode": "LS8 5AA", "proximity": 0}, "proximity"),
    ("/service_at_locations", {"postcode": "LS8 5AA", "proximity": "inf"}, "proximity"),
    ("/taxonomies", {"page": -3}, "page"),
    ("/taxonomy_terms", {"search": "level"}, "search"),
]


@pytest.mark.parametrize(("path", "asked", "field"), REFUSED, ids=str)
def test_it_is_refused_by_name_with_a_remedy(still: FeedWorld, path: str, asked: dict[str, Any], field: str) -> None:
    answer = still.get(path, **asked)
    assert answer.status_code == 422, answer.text
    said = problems(answer)
    assert list(said) == [field]
    assert all(said[field])
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/services", "/service_at_locations", "/taxonomies", "/taxonomy_terms"])
@pytest.mark.parametrize("id", [NOBODYS, "42", "%00", "é" * 300])
def test_an_id_that_nothing_has_is_not_found(still: FeedWorld, path: str, id: str) -> None:
    answer = still.get(f"{path}/{id}")
    assert answer.status_code == 404, answer.text
    assert answer.json()["remedy"]


def test_a_page_behind_the_last_is_empty_and_says_so(still: FeedWorld) -> None:
    page = still.read("/services", page=1_000_000)
    assert (page["size"], page["empty"], page["last_page"], page["contents"]) == (0, True, True, [])
    assert page["total_items"] > 0


def test_an_empty_search_asks_for_nothing(still: FeedWorld) -> None:
    assert still.read("/services", search="") == still.read("/services")


_operations: list[Any] = []


def _schema_of(feed: FeedWorld) -> list[Any]:
    """Read once; reading it takes longer than a request."""
    if not _operations:
        schema: Any = schemathesis.openapi.from_asgi("/openapi.json", feed.app)
        _operations.extend(found.ok() for found in schema.get_all_operations())
    return _operations


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_operation_of_the_openapi_document_is_ever_at_fault(still: FeedWorld, data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(_schema_of(still)))
    data.draw(operation.as_strategy()).call_and_validate(checks=[not_a_server_error])


@pytest.mark.parametrize("host", ["[", "a b", "evil>; rel=x", "é"])
def test_a_host_that_is_none_is_not_repeated(still: FeedWorld, host: str) -> None:
    answer = still.crawler.get("/services", headers={"Host": host.encode()})
    assert answer.status_code == 200
    assert answer.headers["link"].startswith("</services?page=1>")
