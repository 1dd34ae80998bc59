"""Which rows lie near a point, without looking at the others: rows in order of their strip of land, and within it from west to east."""

from dataclasses import dataclass
from math import cos, degrees, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.bits import Rows
from services.directory.adapters.search_embedded.columns import Columns
from shared.geo import distances_metres
from shared.geo.distance import EARTH_RADIUS_M, unit_vector

FAR = 10**12
"""Millimetres: of a class that has no place."""
STRIP_DEGREES = 0.02
"""2.2 km high: a mile's search touches two strips, one of twenty miles thirty."""
_APART = 512.0
"""More than all degrees of longitude."""
_UNSURE = 1e-3
"""Millimetres: far more than the two ways to measure can differ by."""
_UNSURE_METRES = 0.002
"""More than rounding to whole millimetres."""


@dataclass(frozen=True)
class Ground:
    """Rows below `upto`. `keys`: strip and longitude as one number, ascending; `rows`: whose. Rows without a place are left out."""

    upto: int
    keys: NDArray[np.float64]
    rows: NDArray[np.int32]

    def around(self, lat: float, lon: float, metres: float, size: int) -> Rows:
        """Rows in a square about the circle, and those from `upto` to `size`: few enough to measure exactly."""
        high = min(degrees(metres / EARTH_RADIUS_M) * 1.001 + 1e-6, 90)
        wide = min(high / max(cos(radians(min(abs(lat) + high, 90))), 1e-6), 360)
        strips = np.arange(_strip(lat - high), _strip(lat + high) + 1)
        starts = np.searchsorted(self.keys, strips * _APART + max(lon + 180 - wide, 0), side="left")
        ends = np.searchsorted(self.keys, strips * _APART + min(lon + 180 + wide, 360), side="right")
        held = [self.rows[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True) if start < end]
        return np.concatenate([*held, np.arange(self.upto, size, dtype=np.int32)])


def ground_of(columns: Columns) -> Ground:
    lat, lon = columns["lat"], columns["lon"]
    rows = np.flatnonzero(~np.isnan(lat)).astype(np.int32)
    keys = np.floor((lat[rows] + 90) / STRIP_DEGREES) * _APART + (lon[rows] + 180)
    order = np.argsort(keys)
    return Ground(len(lat), keys[order], rows[order])


def millimetres(columns: Columns, rows: Rows, lat: float, lon: float) -> NDArray[np.int64]:
    """What distances_metres gives, in whole millimetres: measured along straight lines through the Earth, which costs a third of it,
    and again by the book where a straight line's last digits could round otherwise.
    """
    straight = _straight(columns, rows, lat, lon)
    measured = np.arcsin(np.minimum(np.sqrt(straight) / 2, 1)) * (2 * EARTH_RADIUS_M * 1000)
    measured[np.isnan(measured)] = FAR
    whole = np.rint(measured)
    unsure = np.flatnonzero(np.abs(np.abs(measured - whole) - 0.5) < _UNSURE)
    if len(unsure):
        again = rows[unsure]
        whole[unsure] = np.rint(distances_metres(lat, lon, columns["lat"][again], columns["lon"][again]) * 1000)
    return whole.astype(np.int64)


def within(columns: Columns, rows: Rows, lat: float, lon: float, metres: float) -> NDArray[np.bool_]:
    """Which of these rows are at most so far, in whole millimetres. Measured out only where the straight line does not settle it."""
    straight = _straight(columns, rows, lat, lon)
    near: NDArray[np.bool_] = straight < _square(metres - _UNSURE_METRES)
    unsure = np.flatnonzero(~near & (straight <= _square(metres + _UNSURE_METRES)))
    near[unsure] = millimetres(columns, rows[unsure], lat, lon) <= metres * 1000
    return near


def _square(metres: float) -> float:
    """Of the straight line under so many metres of ground."""
    return (2 * sin(min(max(metres, 0) / EARTH_RADIUS_M, pi) / 2)) ** 2


def _straight(columns: Columns, rows: Rows, lat: float, lon: float) -> NDArray[np.float64]:
    """Squares of the straight lines through a ball of radius 1; not a number where there is no place."""
    total = np.zeros(len(rows))
    for name, value in zip("xyz", unit_vector(lat, lon), strict=True):
        away = columns[name][rows]
        away -= value
        away *= away
        total += away
    return total


def _strip(lat: float) -> int:
    return int(np.floor((lat + 90) / STRIP_DEGREES))
