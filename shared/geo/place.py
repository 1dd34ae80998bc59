"""What a person meant by a place, and how sure we are of it."""

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["postcode", "sector", "outcode", "town", "district", "authority", "coordinates"]


@dataclass(frozen=True)
class Place:
    """A point on the map for a text. A village has the kind "district".

    `precision_m`: nine times in ten the truth is within so many metres of the point. `corrected`: a typing slip was forgiven.
    `alternatives`: other places of that name, as `find` takes them.
    """

    text: str
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    authority: str | None
    precision_m: int
    corrected: bool = False
    alternatives: tuple[str, ...] = ()
