"""Where a venue is, and how exactly that is known.

Coordinates given by a person win; else the postcode, its sector, its outward code, the town. The area stands for the venue where the
address is told on joining: never finer than the outward code or the town.
"""

from typing import Any, Protocol

from services.directory.domain.listings import Located
from shared.contracts.directory import VenueDetails
from shared.contracts.provision import Point, Precision
from shared.errors import Invalid
from shared.geo import Authority, Place, normal_postcode, outcode_of


class Places(Protocol):
    """The gazetteer, as the directory needs it."""

    def find(self, text: str) -> Place | None: ...

    def named(self, text: str) -> Place | None: ...

    def elsewhere(self, text: str) -> bool: ...

    def suggest(self, text: str, limit: int) -> list[Place]: ...

    def geocode(self, postcode: str | None, town: str | None) -> Place | None: ...

    def exists(self, postcode: str) -> bool | None: ...

    def covers(self, postcode: str) -> bool: ...

    def authority(self, gss: str) -> Authority | None: ...

    def authority_named(self, text: str) -> str | None: ...

    def outlines(self) -> dict[str, Any]: ...


COARSE = frozenset({"outcode", "town", "district", "village", "authority"})
LONGEST_SHOWN = 20
"""Characters of a wrong postcode that are said again."""
CHECK_POSTCODE = "Check it on an envelope or a map, or leave it empty and give the town."


def tidy_venue(details: VenueDetails, places: Places) -> VenueDetails:
    """The postcode in its usual form. Raises Invalid as tidy_postcode."""
    tidy = tidy_postcode(details.postcode, places) if details.postcode else None
    return details if tidy == details.postcode else details.model_copy(update={"postcode": tidy})


def tidy_postcode(text: str, places: Places) -> str:
    """In its usual form; a first part is taken too. Raises Invalid for one that cannot be: a typing slip here would hide the class."""
    normal = normal_postcode(text)
    if normal is None:
        return _part_of_postcode(text, places)
    if places.exists(normal) is False or (places.covers(normal) and places.geocode(normal, None) is None):
        raise Invalid.field("postcode", f"There is no postcode {normal}.", CHECK_POSTCODE)
    return normal


def locate(details: VenueDetails, places: Places) -> Located | None:
    """The best point for the venue, or None when nothing it says can be placed."""
    if details.point:
        return Located(details.point, Precision.GIVEN)
    return _located(places.geocode(details.postcode, details.town))


def area(details: VenueDetails, places: Places) -> Located | None:
    """The point that may be shown when the address is told on joining.

    People write whole addresses into the field for the town; whatever is found there is made as coarse as an outward code.
    """
    code = details.postcode or ""
    normal = normal_postcode(code)
    found = places.geocode(outcode_of(normal or code), None) if code else None
    found = found or (places.find(details.town) if details.town else None)
    if found and found.kind in {"postcode", "sector"}:
        found = places.find(outcode_of(found.name))
    return _located(found) if found and found.kind in COARSE else None


def _part_of_postcode(text: str, places: Places) -> str:
    found = places.geocode(text, None)
    if found is None or found.kind not in {"sector", "outcode"} or found.corrected:
        raise Invalid.field(
            "postcode", f"“{text[:LONGEST_SHOWN]}” is not a postcode.", "Write it like LS8 5AA, or leave it empty and give the town."
        )
    return found.name


def _located(place: Place | None) -> Located | None:
    if place is None:
        return None
    known = {"postcode": Precision.POSTCODE, "sector": Precision.SECTOR, "outcode": Precision.OUTCODE, "coordinates": Precision.GIVEN}
    return Located(Point(lat=place.lat, lon=place.lon), known.get(place.kind, Precision.TOWN))
