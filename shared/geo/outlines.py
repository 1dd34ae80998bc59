"""Which simplified outline a point lies in. Plain ray casting: fifteen small outlines need no geometry library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

METRES_PER_DEGREE = 111_195.0

Ring = tuple[tuple[float, float], ...]
"""Points as GeoJSON has them: longitude, latitude."""


@dataclass(frozen=True)
class Outline:
    gss: str
    rings: tuple[Ring, ...]
    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, gss: str, geometry: dict[str, Any]) -> "Outline":
        """From a GeoJSON Polygon or MultiPolygon."""
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = tuple(tuple((lon, lat) for lon, lat in ring) for polygon in polygons for ring in polygon)
        lons, lats = [lon for ring in rings for lon, _ in ring], [lat for ring in rings for _, lat in ring]
        return cls(gss, rings, min(lons), min(lats), max(lons), max(lats))

    def holds(self, lat: float, lon: float) -> bool:
        """Even-odd rule over all rings, so that holes and islands come out right."""
        if not (self.south <= lat <= self.north and self.west <= lon <= self.east):
            return False
        return sum(_crosses(a, b, lat, lon) for ring in self.rings for a, b in _sides(ring)) % 2 == 1

    def metres_from(self, lat: float, lon: float) -> float:
        """Metres from the point to the nearest side; flat-earth, good to some metres at the few kilometres it is asked about."""
        return min(_to_side(a, b, lat, lon) for ring in self.rings for a, b in _sides(ring))


def nearest_outline(outlines: Sequence[Outline], lat: float, lon: float, within_m: float) -> str | None:
    """GSS code of the outline that holds the point, or else of the nearest one no further than `within_m` metres."""
    for outline in outlines:
        if outline.holds(lat, lon):
            return outline.gss
    metres, gss = min((outline.metres_from(lat, lon), outline.gss) for outline in outlines)
    return gss if metres <= within_m else None


def _sides(ring: Ring) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(ring, ring[1:] + ring[:1], strict=True)


def _crosses(a: tuple[float, float], b: tuple[float, float], lat: float, lon: float) -> bool:
    return (a[1] > lat) != (b[1] > lat) and lon < (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]) + a[0]


def _to_side(a: tuple[float, float], b: tuple[float, float], lat: float, lon: float) -> float:
    east = METRES_PER_DEGREE * cos(radians(lat))
    ax, ay = (a[0] - lon) * east, (a[1] - lat) * METRES_PER_DEGREE
    dx, dy = (b[0] - a[0]) * east, (b[1] - a[1]) * METRES_PER_DEGREE
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(ax * dx + ay * dy) / length)) if length else 0.0
    return hypot(ax + along * dx, ay + along * dy)
