"""Distances on the ground, in metres. One radius, so that the scalar and the array give the same figures."""

from math import asin, cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth in metres (IUGG, WGS84)."""


def distance_metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) between two WGS84 points given in degrees."""
    a, b = radians(lat1), radians(lat2)
    half_lat, half_lon = (b - a) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(a) * cos(b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def distances_metres(lat: float, lon: float, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.float64]:
    """`distance_metres` from one point to many; `lats` and `lons` have the same shape, which the answer shares."""
    a, b = radians(lat), np.radians(lats)
    half_lat, half_lon = (b - a) / 2, np.radians(lons - lon) / 2
    chord = np.sin(half_lat) ** 2 + cos(a) * np.cos(b) * np.sin(half_lon) ** 2
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    return metres


def unit_vector(lat: float, lon: float) -> tuple[float, float, float]:
    """The point of a ball of radius 1 under these degrees, as x, y and z."""
    up, along = radians(lat), radians(lon)
    return cos(up) * cos(along), cos(up) * sin(along), sin(up)


def unit_vectors(
    lats: NDArray[np.float64], lons: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """`unit_vector` of many: straight lines between such points cost a third of a haversine."""
    up, along = np.radians(lats), np.radians(lons)
    return np.cos(up) * np.cos(along), np.cos(up) * np.sin(along), np.sin(up)
