"""Where the sample lies: real sectors, towns and districts of the region, by need, and copies of them beside the region.

Need is the number of people who cannot speak English well, or at all: Census 2021, TS029 (ONS, OGL v3), residents aged 3 and over;
North Yorkshire is the sum of its seven former districts.
"""

from dataclasses import dataclass
from functools import cache
from math import cos, radians
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from shared.geo import distances_metres, outcode_of
from shared.geo.region import Centre, Settlement, region
from signpost.sample.dice import Dice

NEED: dict[str, int] = {
    "E06000010": 7_533,
    "E06000011": 1_596,
    "E06000012": 1_418,
    "E06000013": 2_750,
    "E06000014": 1_258,
    "E06000065": 2_781,
    "E08000016": 2_069,
    "E08000017": 5_037,
    "E08000018": 2_691,
    "E08000019": 11_034,
    "E08000032": 21_794,
    "E08000033": 2_741,
    "E08000034": 9_997,
    "E08000035": 14_894,
    "E08000036": 4_566,
}
TOWN_WITHIN_M = 9_000
"""Farther out, people give the village as their town."""
DISTRICT_WITHIN_M = 2_500
LARGE_USERS_FROM = 85
LAT_LIMITS, LON_LIMITS = (49.0, 61.0), (-9.0, 3.0)
"""Where a listing may lie (shared.contracts.provision.Point)."""
_MARGIN_DEG = 0.06
"""Room for the jitter round the outermost sectors, in degrees."""


@dataclass(frozen=True)
class Spot:
    """A sector with the town and district it is in. `spread_m`: how far from its middle a venue may lie."""

    sector: str
    lat: float
    lon: float
    spread_m: float
    town: str
    district: str | None

    @property
    def area(self) -> str:
        return self.district or self.town


@dataclass(frozen=True)
class Tile:
    """A copy of the region moved north by `lat` and east by `lon` degrees, distances kept. The first is the region itself."""

    lat: float = 0.0
    lon: float = 0.0
    stretch: float = 1.0
    middle: float = 0.0

    @property
    def is_region(self) -> bool:
        return self.lat == self.lon == 0

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        return round(lat + self.lat, 5), round(self.middle + (lon - self.middle) * self.stretch + self.lon, 5)


def authority_name(gss: str) -> str:
    return region().authorities[gss].name


def a_spot(gss: str, dice: Dice) -> Spot:
    return dice.choices(*_spots(gss))[0]


@cache
def _spots(gss: str) -> tuple[tuple[Spot, ...], tuple[float, ...]]:
    """The sectors of an authority with their weights: the closer its homes stand, the likelier a class."""
    sectors = [each for each in region().sectors.values() if each.authority == gss and not _for_post_boxes(each.code)]
    weights = tuple(1 / (each.precision_m + 150) for each in sectors)
    return tuple(_spot(each) for each in sectors), weights


def _for_post_boxes(sector: str) -> bool:
    """Royal Mail keeps the highest numbers of an area (BD99, LS88, WF90), and DN55, for large users: nobody meets there."""
    outcode = outcode_of(sector)
    return outcode == "DN55" or int(outcode.lstrip(ascii_uppercase)) >= LARGE_USERS_FROM


def _spot(centre: Centre) -> Spot:
    town, town_m = _nearest(centre, ("town",))
    part, part_m = _nearest(centre, ("district", "village"))
    town_name, district = town.name, part.name if part_m <= DISTRICT_WITHIN_M else None
    if district and part.within:
        town_name = part.within
    elif district and town_m > TOWN_WITHIN_M:
        town_name, district = district, None
    return Spot(centre.code, centre.lat, centre.lon, min(0.5 * centre.precision_m, 1_500.0), town_name, district)


def _nearest(centre: Centre, kinds: tuple[str, ...]) -> tuple[Settlement, float]:
    """The nearest settlement of these kinds and its distance in metres."""
    there, lats, lons = _settlements(kinds)
    metres = distances_metres(centre.lat, centre.lon, lats, lons)
    at = int(metres.argmin())
    return there[at], float(metres[at])


@cache
def _settlements(kinds: tuple[str, ...]) -> tuple[tuple[Settlement, ...], NDArray[np.float64], NDArray[np.float64]]:
    there = tuple(each for each in region().settlements if each.kind in kinds)
    return there, np.array([each.lat for each in there]), np.array([each.lon for each in there])


@cache
def tiles() -> tuple[Tile, ...]:
    """Every copy that fits, nearest to the region first."""
    sectors = region().sectors.values()
    south, north = _extent([each.lat for each in sectors])
    west, east = _extent([each.lon for each in sectors])
    fitting = [
        tile
        for row in range(-12, 13)
        for column in range(-12, 13)
        if _fits(tile := _tile(row, column, south, north, west, east), south, north, west, east)
    ]
    return tuple(sorted(fitting, key=lambda tile: (tile.lat**2 + (tile.lon * 0.6) ** 2, tile.lat, tile.lon)))


def _extent(degrees: list[float]) -> tuple[float, float]:
    return min(degrees) - _MARGIN_DEG, max(degrees) + _MARGIN_DEG


def _tile(row: int, column: int, south: float, north: float, west: float, east: float) -> Tile:
    """A degree of longitude is shorter farther north, so a copy there spans more degrees."""
    lat, middle = row * (north - south), (west + east) / 2
    home = (south + north) / 2
    stretch = cos(radians(home)) / cos(radians(home + lat))
    return Tile(lat, column * (east - west) * stretch, stretch, middle)


def _fits(tile: Tile, south: float, north: float, west: float, east: float) -> bool:
    (bottom, left), (top, right) = tile.point(south, west), tile.point(north, east)
    return LAT_LIMITS[0] <= bottom and top <= LAT_LIMITS[1] and LON_LIMITS[0] <= left and right <= LON_LIMITS[1]
