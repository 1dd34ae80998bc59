"""An address told on joining is not in the feed: not in words, not in coordinates, not in ids, and not found by asking."""

import json
from collections.abc import Iterator

import pytest

from tests.conformance.feed_world import FeedWorld
from tests.directory.test_address_on_joining import ROSEBANK, SECRET_POINT, SECRET_WORDS

LISTED = ({"per_page": 500}, {"per_page": 500, "full": "true"}, {"format": "ndjson", "full": "true"})
HIDDEN_ON = {"the venue": (True, False), "the class": (False, True)}


def everything_of(feed: FeedWorld, made: str) -> Iterator[str]:
    """Every entry of every list that tells of this class, and both of its own addresses."""
    for path in ("/services", "/service_at_locations"):
        for asked in LISTED:
            text = feed.get(path, **asked).text
            entries = map(json.loads, text.splitlines()) if "format" in asked else json.loads(text)["contents"]
            yield from (json.dumps(each, ensure_ascii=False) for each in entries if made in (each["id"], each.get("service_id")))
    yield feed.get(f"/services/{made}").text
    yield feed.get(f"/service_at_locations/{at_location(feed, made)}").text


def at_location(feed: FeedWorld, made: str) -> str:
    (at,) = feed.read(f"/services/{made}")["service_at_locations"]
    return str(at["id"])


def secret_class(feed: FeedWorld, venue_hides: bool, class_hides: bool, name: str = "Women only English") -> str:
    world = feed.directory
    path = f"/v1/venues?provider_id={world.college}"
    venue = world.amina.post(path, {**ROSEBANK, "address_on_joining": venue_hides}).json()["id"]
    return feed.publish(name=name, women_only=True, venue_id=venue, address_on_joining=class_hides, access_note="Second bell")


@pytest.mark.parametrize("hidden", HIDDEN_ON.values(), ids=HIDDEN_ON)
def test_nothing_tells_the_address(feed: FeedWorld, hidden: tuple[bool, bool]) -> None:
    made = secret_class(feed, *hidden)
    venue = str(feed.directory.listing(made)["details"]["venue_id"])
    told = list(everything_of(feed, made))
    assert len(told) == 8
    for text in told:
        found = [secret for secret in (*SECRET_WORDS, *SECRET_POINT, "rosebank.example.org", "0113 496 0777", venue) if secret in text]
        assert found == []


def test_it_says_area_only(feed: FeedWorld) -> None:
    made = secret_class(feed, True, False)
    location = feed.read(f"/services/{made}")["service_at_locations"][0]["location"]
    assert "addresses" not in location
    assert location["name"] == "Leeds: the address is given when you join"
    assert "Placed roughly" in location["description"]
    terms = {attribute["taxonomy_term"]["term"] for attribute in location["attributes"]}
    assert {"on-joining", "outcode", "E08000035", "yes"} <= terms


def test_two_classes_at_one_hidden_address_cannot_be_seen_to_share_it(feed: FeedWorld) -> None:
    first = secret_class(feed, True, False, "One")
    venue = str(feed.directory.listing(first)["details"]["venue_id"])
    second = feed.publish(name="Two", venue_id=venue)
    places = {feed.read(f"/services/{made}")["service_at_locations"][0]["location_id"] for made in (first, second)}
    assert len(places) == 2


def test_words_of_the_address_find_it_no_more_than_any_other(feed: FeedWorld) -> None:
    made = secret_class(feed, True, False)
    for word in ("Rosebank", "Quiet", "LS7", "bell"):
        assert made not in {each["id"] for each in feed.crawl("/services", search=word)}


def test_distances_are_measured_from_the_area(feed: FeedWorld) -> None:
    """Whoever asks nearer and nearer finds the middle of the area, the place that is shown, not the door."""
    at = at_location(feed, secret_class(feed, True, False))
    shown = feed.read(f"/service_at_locations/{at}")["location"]
    twin = feed.publish(name="In the open, at the middle of the area", venue_id=_venue_at(feed, shown["latitude"], shown["longitude"]))
    other = at_location(feed, twin)
    for metres in (200, 500, 900, 1500, 2500, 4000):
        found = {each["id"] for each in feed.crawl("/service_at_locations", postcode="LS8 5AA", proximity=metres)}
        assert (at in found) == (other in found)


def _venue_at(feed: FeedWorld, lat: float, lon: float) -> str:
    world = feed.directory
    venue = {"name": "Open House", "authority": "E08000035", "point": {"lat": lat, "lon": lon}}
    return str(world.amina.post(f"/v1/venues?provider_id={world.college}", venue).json()["id"])


def test_an_address_that_is_hidden_later_is_gone_at_once(feed: FeedWorld) -> None:
    world = feed.directory
    made = secret_class(feed, False, False)
    assert "Quiet Lane" in feed.get(f"/services/{made}").text
    venue = str(world.listing(made)["details"]["venue_id"])
    whole = world.amina.get(f"/v1/venues/{venue}").json()
    feed.change("PUT", f"/v1/venues/{venue}", whole["version"], {**whole["details"], "address_on_joining": True})
    assert [secret for text in everything_of(feed, made) for secret in SECRET_WORDS if secret in text] == []
