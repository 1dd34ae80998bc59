"""A map as a picture, for pages without JavaScript: outlines of the authorities and a dot for each class."""

import json
from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import Any
from xml.sax.saxutils import escape

from services.portal.adapters.answers import Pin

WIDTH = 720
MARGIN = 12
GROUND, LINE, DOT = "#e3ece8", "#7d938d", "#0f5f58"
NAME = "#44544f"

Position = Sequence[float]


def picture(outlines: bytes, pins: Iterable[Pin]) -> str:
    """SVG of the whole region. Colours are the page's light ones: a picture does not know of the page around it."""
    features = json.loads(outlines)["features"]
    frame = _Frame([position for feature in features for ring in _rings(feature) for position in ring])
    shapes = "".join(f'<path d="{"".join(frame.path(ring) for ring in _rings(feature))}"/>' for feature in features)
    dots = "".join(_dot(frame.at((pin.lon, pin.lat)), pin) for pin in pins)
    names = "".join(_name(frame, feature) for feature in features)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height}" width="{WIDTH}" height="{frame.height}">'
        f'<rect width="100%" height="100%" fill="#fbfaf6"/><g fill="{GROUND}" stroke="{LINE}" stroke-width="1.2">{shapes}</g>'
        f'<g fill="{NAME}" font-family="sans-serif" font-size="13" text-anchor="middle">{names}</g>'
        f'<g fill="{DOT}" fill-opacity=".75" stroke="#fff">{dots}</g></svg>'
    )


class _Frame:
    """From degrees to the picture's units: flat, with degrees of longitude shortened as they are at this latitude."""

    def __init__(self, positions: Sequence[Position]) -> None:
        self._west, self._north = min(p[0] for p in positions), max(p[1] for p in positions)
        south, east = min(p[1] for p in positions), max(p[0] for p in positions)
        self._narrow = cos(radians((south + self._north) / 2))
        self._scale = (WIDTH - 2 * MARGIN) / ((east - self._west) * self._narrow)
        self.height = round((self._north - south) * self._scale) + 2 * MARGIN

    def at(self, position: Position) -> tuple[float, float]:
        x = (position[0] - self._west) * self._narrow * self._scale + MARGIN
        return round(x, 1), round((self._north - position[1]) * self._scale + MARGIN, 1)

    def path(self, ring: Sequence[Position]) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in map(self.at, ring)) + "Z"


def _rings(feature: dict[str, Any]) -> list[list[Position]]:
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def _dot(at: tuple[float, float], pin: Pin) -> str:
    """A class whose address is told on joining is a wide, faint circle: it is somewhere in there."""
    if pin.area_only:
        return f'<circle cx="{at[0]}" cy="{at[1]}" r="9" fill-opacity=".2" stroke="{DOT}" stroke-dasharray="3 2"/>'
    return f'<circle cx="{at[0]}" cy="{at[1]}" r="4"/>'


def _name(frame: _Frame, feature: dict[str, Any]) -> str:
    """In the middle of its largest ring."""
    ring = max(_rings(feature), key=len)
    x, y = frame.at((sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)))
    return f'<text x="{x}" y="{y}">{escape(str(feature["properties"]["name"]))}</text>'
