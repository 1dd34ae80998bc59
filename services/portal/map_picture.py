"""A map as a picture, for pages without JavaScript: outlines of the authorities and a dot for each class."""

import json
from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any
from xml.sax.saxutils import escape

from markupsafe import Markup

from services.portal.adapters.answers import Pin

WIDTH = 720
MARGIN = 16
PAPER, GROUND, HOME, LINE, DOT, NAME = "#fbfaf6", "#e3ece8", "#c3dad2", "#7d938d", "#0f5f58", "#33433e"
"""The page's light colours: a picture does not know of the page around it."""

SHADES = (
    (PAPER, ""),
    ("#e0efe9", '<circle cx="3" cy="3" r="1.3" fill="#5f9386"/><circle cx="9" cy="9" r="1.3" fill="#5f9386"/>'),
    ("#b9dccf", '<path d="M-3 3L3 -3M0 12L12 0M9 15L15 9" stroke="#4a8375" stroke-width="1.2"/>'),
    ("#83bfad", '<path d="M0 12L12 0M0 0L12 12M-3 3L3 -3M9 15L15 9M-3 9L3 15M9 -3L15 3" stroke="#35705f" stroke-width="1.2"/>'),
    ("#4f9d88", '<path d="M0 3H12M0 9H12" stroke="#22584c" stroke-width="2.6"/>'),
)
"""Ground and marks, from none to most."""

Position = Sequence[float]
Feature = dict[str, Any]


def region_picture(outlines: bytes, pins: Iterable[Pin]) -> str:
    """SVG of the whole region."""
    features = _features(outlines)
    frame = _Frame(features)
    names = "".join(_name(frame, feature, 15) for feature in features)
    dots = "".join(_dot(frame.at((pin.lon, pin.lat)), pin, 5) for pin in pins)
    return _svg(frame, _shapes(frame, features, GROUND) + names + dots)


def area_picture(outlines: bytes, gss: str, pin: Pin) -> str:
    """SVG of one authority with its neighbours cut off at the edge. `gss` the authority's code; an unknown one gives the whole region."""
    features = _features(outlines)
    home = [feature for feature in features if feature["properties"]["gss"] == gss]
    frame = _Frame(home or features)
    shapes = _shapes(frame, features, GROUND) + _shapes(frame, home, HOME)
    return _svg(frame, shapes + "".join(_name(frame, feature, 34) for feature in home) + _dot(frame.at((pin.lon, pin.lat)), pin, 18))


def shaded_picture(outlines: bytes, shades: Mapping[str, tuple[int, int]]) -> str:
    """SVG of the whole region; `shades`: GSS code → shade (0 to 4) and the figure written under the name."""
    features = _features(outlines)
    frame = _Frame(features)
    patterns = "".join(_pattern(shade) for shade in range(len(SHADES)))
    told = [(feature, *shades.get(feature["properties"]["gss"], (0, 0))) for feature in features]
    shapes = "".join(_shapes(frame, [feature], f"url(#shade-{shade})") for feature, shade, _ in told)
    words = "".join(_name(frame, feature, 13, f"{figure:,}") for feature, _, figure in told)
    return _svg(frame, f"<defs>{patterns}</defs>{shapes}{words}")


def swatch(shade: int) -> Markup:
    """The same shade for a legend; the words beside it say what it stands for."""
    box = f'<rect x="1" y="1" width="34" height="22" fill="url(#shade-{shade})" stroke="{LINE}" stroke-width="1.5"/>'
    size = 'width="36" height="24" viewBox="0 0 36 24" aria-hidden="true" focusable="false"'
    return Markup(f'<svg class="sp-swatch" {size}><defs>{_pattern(shade)}</defs>{box}</svg>')  # noqa: S704  nothing in it is anybody's text


def _pattern(shade: int) -> str:
    """Told apart by its marks too, not only by how dark it is: nothing, dots, lines, crossed lines, wide bands."""
    ground, marks = SHADES[shade]
    box = f'<rect width="12" height="12" fill="{ground}"/>'
    return f'<pattern id="shade-{shade}" width="12" height="12" patternUnits="userSpaceOnUse">{box}{marks}</pattern>'


class _Frame:
    """From degrees to the picture's units: flat, with degrees of longitude shortened as they are at this latitude."""

    def __init__(self, features: Sequence[Feature]) -> None:
        positions = [position for feature in features for ring in _rings(feature) for position in ring]
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


def _svg(frame: _Frame, drawn: str) -> str:
    size = f'viewBox="0 0 {WIDTH} {frame.height}" width="{WIDTH}" height="{frame.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="100%" height="100%" fill="{PAPER}"/>{drawn}</svg>'


def _features(outlines: bytes) -> list[Feature]:
    features: list[Feature] = json.loads(outlines)["features"]
    return features


def _rings(feature: Feature) -> list[list[Position]]:
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def _shapes(frame: _Frame, features: Iterable[Feature], fill: str) -> str:
    paths = "".join(f'<path d="{"".join(frame.path(ring) for ring in _rings(feature))}"/>' for feature in features)
    return f'<g fill="{fill}" stroke="{LINE}" stroke-width="1.5">{paths}</g>'


def _dot(at: tuple[float, float], pin: Pin, radius: float) -> str:
    """A class whose address is told on joining is a wide, faint circle: it is somewhere in there."""
    x, y = at
    if pin.area_only:
        dashes = f'stroke="{DOT}" stroke-width="2" stroke-dasharray="5 4"'
        return f'<circle cx="{x}" cy="{y}" r="{2.5 * radius}" fill="{DOT}" fill-opacity=".2" {dashes}/>'
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{DOT}" stroke="#fff" stroke-width="{radius / 5}"/>'


def _name(frame: _Frame, feature: Feature, size: int, below: str = "") -> str:
    """In the middle of its largest ring, on a pale edge of its own; `below`: what stands under it."""
    ring = max(_rings(feature), key=len)
    x, y = frame.at((sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)))
    words = escape(str(feature["properties"]["name"]))
    look = f'fill="{NAME}" font-family="sans-serif" font-size="{size}" text-anchor="middle"'
    if not below:
        return f'<text x="{x}" y="{y}" {look}>{words}</text>'
    edge = f'stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    figure = f'<tspan x="{x}" dy="1.1em" font-weight="bold" font-size="{size + 1}">{escape(below)}</tspan>'
    return f'<text x="{x}" y="{y}" {look} {edge}>{words}{figure}</text>'
