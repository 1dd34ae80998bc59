"""What the feed has to answer, found by going through all it says of itself: its public JSON and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from services.directory.domain.analyser import words
from shared.geo import Gazetteer
from shared.geo.distance import distance_metres
from tests.conformance.feed_world import FeedWorld, Json

Fits = Callable[[Json, Json, Any], bool]
"""(service fully nested, location or {}, value) → does it fit?"""
DEFAULT_METRES = 10_000
PLACES = Gazetteer()


def _search(service: Json, location: Json, text: str) -> bool:
    said = [service["name"], service.get("description", ""), service["organization"]["name"], location.get("name", "")]
    said += [attribute["taxonomy_term"]["name"] for attribute in service.get("attributes", [])]
    said += [address["city"] for address in location.get("addresses", [])]
    have = {word for part in said for word in _words(part)}
    return all(any(word.startswith(sought) for word in have) for sought in _words(text))


_words = cache(words)
"""The same texts are read for every question."""


def _term(service: Json, location: Json, id: str) -> bool:
    return any(attribute["taxonomy_term_id"] == id for attribute in service.get("attributes", []))


def _taxonomy(service: Json, location: Json, id: str) -> bool:
    return any(attribute["taxonomy_term"]["taxonomy_id"] == id for attribute in service.get("attributes", []))


ALONE: Mapping[str, Fits] = {
    "search": _search,
    "taxonomy_term_id": _term,
    "taxonomy_id": _taxonomy,
    "organization_id": lambda service, location, id: service["organization_id"] == id,
    "minimum_age": lambda service, location, age: "minimum_age" in service and service["minimum_age"] >= age,
    "maximum_age": lambda service, location, age: "maximum_age" in service and service["maximum_age"] <= age,
    "modified_after": lambda service, location, at: datetime.fromisoformat(service["last_modified"]) >= datetime.fromisoformat(at),
}
"""Parameters that are asked one by one."""


def _when(service: Json, asked: Json) -> bool:
    """Day and times of one and the same schedule."""
    if not {"day", "start_time", "end_time"} & set(asked):
        return True
    meetings = [each for each in service.get("schedules", []) if "byday" in each]
    return any(
        ("day" not in asked or each["byday"] == asked["day"])
        and ("start_time" not in asked or _seconds(each["opens_at"]) >= _seconds(asked["start_time"]))
        and ("end_time" not in asked or _seconds(each["closes_at"]) <= _seconds(asked["end_time"]))
        for each in meetings
    )


def _seconds(clock: str) -> int:
    hours, minutes, seconds = map(int, f"{clock}:00"[:8].split(":"))
    return hours * 3600 + minutes * 60 + seconds


def _near(location: Json, asked: Json) -> bool:
    if "postcode" not in asked:
        return True
    centre = PLACES.geocode(asked["postcode"], None)
    assert centre is not None
    if "latitude" not in location:
        return False
    metres = distance_metres(centre.lat, centre.lon, location["latitude"], location["longitude"])
    return bool(metres <= asked.get("proximity", DEFAULT_METRES))


@dataclass(frozen=True)
class Scan:
    """`short` and `nested`: address of a list → its entries in their order. Both lists are of one feed, so they tell of the same."""

    short: Mapping[str, list[Json]]
    nested: Mapping[str, list[Json]]

    @classmethod
    def of(cls, feed: FeedWorld) -> "Scan":
        lists = ("/services", "/service_at_locations")
        return cls({path: feed.crawl(path) for path in lists}, {path: feed.crawl(path, full="true") for path in lists})

    def contents(self, path: str, asked: Json) -> list[Json]:
        """Everything that fits, as it is asked for."""
        return [_shaped(short, nested, asked) for short, nested in self._fitting(path, asked)]

    def answer(self, path: str, asked: Json) -> Json:
        """The whole answer of one page."""
        fitting = self.contents(path, asked)
        page, size = asked.get("page", 1), asked.get("per_page", 50)
        contents = fitting[(page - 1) * size : page * size]
        pages = -(-len(fitting) // size)
        return {
            "total_items": len(fitting),
            "total_pages": pages,
            "page_number": page,
            "size": len(contents),
            "first_page": page == 1,
            "last_page": page >= pages,
            "empty": contents == [],
            "contents": contents,
        }

    def _fitting(self, path: str, asked: Json) -> Iterator[tuple[Json, Json]]:
        for short, nested in zip(self.short[path], self.nested[path], strict=True):
            service, location = _parts(path, nested)
            alone = all(fits(service, location, asked[name]) for name, fits in ALONE.items() if name in asked)
            if alone and _when(service, asked) and _near(location, asked):
                yield short, nested


def _parts(path: str, nested: Json) -> tuple[Json, Json]:
    """The service and its location, whichever list they stand in."""
    if path == "/service_at_locations":
        return nested["service"], nested.get("location", {})
    places = [at["location"] for at in nested.get("service_at_locations", [])]
    return nested, places[0] if places else {}


def _shaped(short: Json, nested: Json, asked: Json) -> Json:
    if asked.get("minimal"):
        return {"id": short["id"], "modified_date": short.get("service", short)["last_modified"]}
    return nested if asked.get("full") else short
