"""What a building is mostly for, so that family English meets at a school and a conversation café at a library."""

from dataclasses import dataclass
from enum import StrEnum

from signpost.sample.entries import SampleVenue


class Use(StrEnum):
    OWN = "own"
    LIBRARY = "library"
    SCHOOL = "school"
    CHILDREN = "children"
    CENTRE = "centre"


@dataclass(frozen=True)
class Site:
    """A venue with what only the making of the sample needs to know."""

    venue: SampleVenue
    use: Use
    district: str
