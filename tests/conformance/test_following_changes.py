"""A crawler that asks what changed learns everything that did, what vanished too; and one that has the answer is told so."""

from datetime import timedelta
from typing import Any

import pytest

from services.directory.adapters.openreferral import inbox, store
from services.directory.adapters.openreferral import made_by as made_by_module
from shared.clock import SetClock
from tests.conformance.feed_world import FeedWorld, Json

ADDRESSES = ("/", "/services", "/service_at_locations", "/taxonomies", "/taxonomy_terms", "/services?format=ndjson&minimal=true")


def clock(feed: FeedWorld) -> SetClock:
    return feed.directory.clock


def changed_since(feed: FeedWorld, moment: str, path: str = "/services") -> dict[str, Json]:
    return {each["id"]: each for each in feed.crawl(path, modified_after=moment)}


def a_moment_later(feed: FeedWorld) -> str:
    clock(feed).move(timedelta(minutes=1))
    return clock(feed).now().isoformat()


def withdraw(feed: FeedWorld, id: str) -> None:
    feed.change("POST", f"/v1/classes/{id}/withdraw", feed.directory.listing(id)["version"])


def test_a_new_class_is_what_changed(feed: FeedWorld) -> None:
    since = a_moment_later(feed)
    assert changed_since(feed, since) == {}
    made = feed.publish(name="Brand new")
    assert {id: each["name"] for id, each in changed_since(feed, since).items()} == {made: "Brand new"}


def test_a_withdrawn_class_is_told_as_defunct_and_nothing_else_of_it(feed: FeedWorld) -> None:
    made = feed.publish(name="Talk and tea", description="Bring a friend", minimum_age=19)
    since = a_moment_later(feed)
    withdraw(feed, made)
    for path in ("/services", "/service_at_locations"):
        (told,) = changed_since(feed, since, path).values()
        service = told.get("service", told)
        assert (service["id"], service["status"], service["name"]) == (made, "defunct", "No longer offered")
        assert set(service) == {"id", "organization_id", "organization", "name", "status", "last_modified"}
        assert set(told) - {"id", "service_id", "service"} in (set(), set(service) - {"id"})
    whole = feed.get(f"/services/{made}").text
    assert "Talk" not in whole
    assert "Bring a friend" not in whole


def test_a_restored_class_is_active_again(feed: FeedWorld) -> None:
    made = feed.publish(name="Back soon")
    withdraw(feed, made)
    since = a_moment_later(feed)
    feed.change("POST", f"/v1/classes/{made}/restore", feed.directory.listing(made)["version"])
    assert {(each["name"], each["status"]) for each in changed_since(feed, since).values()} == {("Back soon", "active")}


def test_a_class_that_nobody_checked_for_a_year_turns_inactive_by_itself(feed: FeedWorld) -> None:
    made = feed.publish(name="Forgotten")
    clock(feed).move(timedelta(days=365))
    assert feed.read(f"/services/{made}")["status"] == "active"
    since = a_moment_later(feed)
    told = changed_since(feed, (clock(feed).now() - timedelta(minutes=1)).isoformat())[made]
    assert told["status"] == "inactive"
    assert "ask the provider" in told["alert"]
    assert told["last_modified"] <= since


def test_a_class_is_inactive_from_the_midnight_after_its_last_day(feed: FeedWorld) -> None:
    made = feed.publish(name="Short course", ends_on=(clock(feed).now() + timedelta(days=3)).date().isoformat())
    clock(feed).set(clock(feed).now().replace(hour=22, minute=59) + timedelta(days=3))
    assert feed.read(f"/services/{made}")["status"] == "active"
    clock(feed).move(timedelta(minutes=1))  # British summer time: midnight is 23:00 UTC
    assert (feed.read(f"/services/{made}")["status"], feed.read(f"/services/{made}")["alert"]) == ("inactive", "This class is over.")


def test_what_a_provider_or_a_venue_changes_is_told_with_its_classes(feed: FeedWorld) -> None:
    made, college = feed.publish(name="At the centre"), feed.directory.college
    since = a_moment_later(feed)
    provider = feed.directory.anyone.get(f"/v1/providers/{college}").json()
    details = {**provider["details"], "description": "Three centres in the north.", "contact": {"website": "https://college.example.org"}}
    feed.change("PUT", f"/v1/providers/{college}", provider["version"], details)
    told = changed_since(feed, since)[made]
    assert told["organization"]["description"] == "Three centres in the north."
    assert told["organization"]["website"] == "https://college.example.org/"
    venue = feed.directory.amina.get(f"/v1/venues/{feed.directory.centre}").json()
    feed.change("PUT", f"/v1/venues/{feed.directory.centre}", venue["version"], {**venue["details"], "county": "West Riding"})
    (at,) = feed.read(f"/services/{made}")["service_at_locations"]
    assert at["location"]["addresses"][0]["state_province"] == "West Riding"


def test_a_change_that_was_long_on_its_way_is_not_missed(feed: FeedWorld) -> None:
    """`last_modified` is when the feed took it in, not when the change was begun: an import may take a minute."""
    begun = feed.directory.publish(name="Slow import")
    since = a_moment_later(feed)
    feed.settle()
    assert set(changed_since(feed, since)) == {begun["id"]}


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_the_answer_is_told_so(feed: FeedWorld, address: str) -> None:
    first = feed.crawler.get(address)
    again = feed.crawler.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert first.headers["cache-control"] == again.headers["cache-control"] == "public, no-cache"
    assert first.headers["access-control-allow-origin"] == again.headers["access-control-allow-origin"] == "*"


def test_by_id_too(feed: FeedWorld) -> None:
    for path in ("/services", "/service_at_locations", "/taxonomies", "/taxonomy_terms"):
        one = f"{path}/{feed.read(path)['contents'][0]['id']}"
        tag = feed.get(one).headers["etag"]
        assert feed.crawler.get(one, headers={"If-None-Match": f'"other", W/{tag}'}).status_code == 304


def test_an_answer_that_would_be_another_has_another_tag(feed: FeedWorld) -> None:
    made = feed.publish(name="Changing", ends_on=(clock(feed).now() + timedelta(days=3)).date().isoformat())

    def tags() -> tuple[Any, ...]:
        return tuple(
            feed.get(path).headers["etag"] for path in ("/services", f"/services/{made}", "/service_at_locations?postcode=LS8 5AA")
        )

    seen = [tags()]
    feed.publish(name="Something else")
    seen.append(tags())
    clock(feed).move(timedelta(days=5))  # nothing was said; the class is over
    seen.append(tags())
    assert all(len(set(column)) == 3 for column in zip(*seen, strict=True))


def test_while_the_feed_is_made_it_says_so_and_shows_nothing_old(feed: FeedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newer code makes the rows again from the log, where classes stand that were withdrawn or hidden since."""
    for module in (inbox, store, made_by_module):
        monkeypatch.setattr(module, "made_by", lambda: "newer-code")
    refused = feed.get("/services")
    assert (refused.status_code, refused.json()["type"]) == (503, "urn:signpost:problem:unavailable")
    assert refused.headers["access-control-allow-origin"] == "*"
    assert feed.get("/ready").status_code == 503
    feed.settle()
    assert feed.get("/services").status_code == 200
    assert feed.get("/ready").status_code == 200


def test_made_again_it_says_the_same(feed: FeedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    withdraw(feed, feed.publish(name="Gone"))
    before = feed.crawl("/services", full="true")
    for module in (inbox, store):
        monkeypatch.setattr(module, "made_by", lambda: "newer-code")
    feed.settle()
    told = "last_modified"
    assert [each | {told: ""} for each in feed.crawl("/services", full="true")] == [each | {told: ""} for each in before]


def test_any_page_may_ask_before_it_asks(feed: FeedWorld) -> None:
    """The preflight of a browser."""
    answer = feed.crawler.ask("OPTIONS", "/services", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in feed.directory.anyone.get("/v1/classes").headers
