"""Every answer of all nine addresses is valid by Open Referral UK 3.0, formats too."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.directory.domain.openreferral.entries import Entry, at_location_listed, at_location_nested, service_listed, service_nested
from services.directory.domain.openreferral.status import moments
from tests.conformance.feed_world import FeedWorld
from tests.conformance.invented import entries
from tests.conformance.plain_scan import Scan
from tests.conformance.profile import document, faults, need_profile, page_schema
from tests.search.corpus import NOW

SHAPES = {
    "/services": ("service_list", "service"),
    "/service_at_locations": ("service_at_location_list", "service_at_location"),
}
PAGED = {**{path: short for path, (short, _) in SHAPES.items()}, "/taxonomies": "taxonomy", "/taxonomy_terms": "taxonomy_term"}


@pytest.fixture(autouse=True)
def profile() -> None:
    need_profile()


def test_there_is_every_address_of_the_profile_with_every_parameter(still: FeedWorld) -> None:
    ours = still.read("/openapi.json")["paths"]
    for path, operations in document("openapi")["paths"].items():
        wanted = {each["$ref"].rsplit("/", 1)[-1] for each in operations["get"].get("parameters", [])}
        given = {each["name"] for each in ours[path]["get"].get("parameters", [])}
        assert wanted <= given, path


@pytest.mark.parametrize("path", PAGED)
def test_every_page_of_every_list(still: FeedWorld, path: str) -> None:
    for page in still.pages(path, per_page=50):
        assert [error.message for error in page_schema().iter_errors(page)] == []
        assert page["size"] == len(page["contents"]) <= 50
        assert [fault for entry in page["contents"] for fault in faults(PAGED[path], entry)] == []


@pytest.mark.parametrize("path", SHAPES)
def test_everything_fully_nested(scan: Scan, path: str) -> None:
    assert [fault for entry in scan.nested[path] for fault in faults(SHAPES[path][1], entry)] == []


def test_what_the_api_is(still: FeedWorld) -> None:
    about = still.read("/")
    assert about["version"] == "HSDS-UK-3.0"
    schema = document("openapi")["paths"]["/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) <= set(about)
    assert still.crawler.get(about["openapi_url"]).json()["openapi"].startswith("3.")


def test_every_taxonomy_and_term_by_its_id(still: FeedWorld) -> None:
    for path, schema in (("/taxonomies", "taxonomy"), ("/taxonomy_terms", "taxonomy_term")):
        for entry in still.crawl(path):
            whole = still.read(f"{path}/{entry['id']}")
            assert faults(schema, whole) == []
            assert entry.items() <= whole.items()


def test_every_term_a_service_has_is_listed_with_its_taxonomy(still: FeedWorld, scan: Scan) -> None:
    listed = {term["id"]: term for term in still.crawl("/taxonomy_terms")}
    taxonomies = {taxonomy["id"] for taxonomy in still.crawl("/taxonomies")}
    held = [attribute["taxonomy_term"] for service in scan.nested["/services"] for attribute in service.get("attributes", [])]
    assert [term for term in held if listed[term["id"]] != term] == []
    assert {term["taxonomy_id"] for term in listed.values()} == taxonomies


def test_no_id_stands_for_two_things_and_lists_carry_the_organization_both_ways(scan: Scan) -> None:
    for entries_ in scan.nested.values():
        assert len({entry["id"] for entry in entries_}) == len(entries_)
    for service in scan.short["/services"]:
        assert service["organization_id"] == service["organization"]["id"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(entry=entries(), days=st.integers(-10, 800))
def test_whatever_a_class_a_venue_and_a_provider_say(entry: Any, days: int) -> None:
    shown, provider, venue = entry
    told = Entry(shown, moments(shown, NOW), provider, venue)
    assert faults("service_list", service_listed(told, NOW)) == []
    assert faults("service", service_nested(told, NOW)) == []
    assert faults("service_at_location_list", at_location_listed(told, NOW)) == []
    assert faults("service_at_location", at_location_nested(told, NOW)) == []
    assert empty_fields(service_nested(told, NOW)) == []


def empty_fields(value: Any, path: str = "") -> list[str]:
    """An empty postcode may stand: an address needs one (domain/openreferral/locations.py)."""
    if isinstance(value, dict):
        return [field for name, each in value.items() for field in empty_fields(each, f"{path}.{name}")]
    if isinstance(value, list) and value:
        return [field for each in value for field in empty_fields(each, path)]
    return [path] if value in (None, "", []) and not path.endswith(".postal_code") else []
