"""What a feed may be asked: parameters that all have to hold (ORUK 3.0, and the additions of HSDS)."""

from dataclasses import dataclass
from datetime import datetime, time
from math import cos, pi, radians, sin

from services.directory.domain.openreferral.vocabulary import Taxonomy, Term
from shared.contracts.provision import Day
from shared.geo.distance import EARTH_RADIUS_M

Unit = tuple[float, float, float]


@dataclass(frozen=True)
class Around:
    """A point (degrees) and how far from it (metres)."""

    lat: float
    lon: float
    metres: float


@dataclass(frozen=True)
class Question:
    """None and empty are not asked for. Day and times are asked of one and the same schedule, as they are of a session in our search.

    `minimum_age` is the least that a service's own may be, `maximum_age` the most; a service that gives none has none to compare.
    """

    at_locations: bool = False
    words: tuple[str, ...] = ()
    term: Term | None = None
    taxonomy: Taxonomy | None = None
    organization_id: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    day: Day | None = None
    start_time: time | None = None
    end_time: time | None = None
    around: Around | None = None
    modified_after: datetime | None = None


def on_the_sphere(lat: float, lon: float) -> Unit:
    """A place as a point of the unit sphere, so that a distance can be compared with plain arithmetic in any database."""
    a, b = radians(lat), radians(lon)
    return cos(a) * cos(b), cos(a) * sin(b), sin(a)


def chord_squared(metres: float) -> float:
    """The square of the straight line through a unit sphere between two places so far apart on the ground."""
    return (2 * sin(min(metres / EARTH_RADIUS_M, pi) / 2)) ** 2
