"""Find classes a learner can really attend."""

from dataclasses import dataclass, replace

from services.directory.domain.criteria import Criteria
from services.directory.domain.location import Places
from services.directory.use_cases.ports import ClassSearch, Found
from shared.clock import Clock
from shared.errors import Invalid
from shared.geo import Place


@dataclass(frozen=True)
class Answer:
    """What was found, and the place it was measured from."""

    found: Found
    place: Place | None


def find_classes(search: ClassSearch, places: Places, clock: Clock, criteria: Criteria, near: str | None) -> Answer:
    """Raises Invalid as criteria_meant."""
    meant = criteria_meant(places, criteria, near)
    return Answer(search.find(meant, clock.now()), meant.near)


def criteria_meant(places: Places, criteria: Criteria, near: str | None) -> Criteria:
    """What a search asks, its place found; `near` is what a person wrote. Whoever asks about a search, not only for it, goes through here.

    Raises Invalid for a place nobody knows, and for a distance without a place.
    """
    place = place_meant(places, near) if near and near.strip() else None
    if criteria.within_m is not None and place is None:
        raise Invalid.field("within", "A distance needs a place to measure from.", "Give a town or postcode in `near`.")
    return replace(criteria, near=place)


def place_meant(places: Places, text: str, field: str = "near") -> Place:
    """Raises Invalid on the field when no place is meant by the text."""
    place = places.find(text)
    if place is None:
        raise Invalid.field(
            field,
            f"We do not know a place called “{text.strip()[:60]}” in this region.",
            "Write a town, or a postcode such as LS8 5AA or its first part, LS8.",
        )
    return place
