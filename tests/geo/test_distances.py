"""Distances people see beside results."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.geo import distance_metres, distances_metres

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)
POINTS = st.tuples(LATITUDES, LONGITUDES)


def test_leeds_to_sheffield_is_about_47_kilometres() -> None:
    assert distance_metres(53.7965, -1.5478, 53.3781, -1.4622) == pytest.approx(46_870, abs=100)


def test_one_degree_of_latitude_is_about_111_kilometres() -> None:
    assert distance_metres(53, -1.5, 54, -1.5) == pytest.approx(111_195, abs=1)


@given(POINTS, POINTS)
def test_there_and_back_are_the_same_distance(here: tuple[float, float], there: tuple[float, float]) -> None:
    assert distance_metres(*here, *there) == pytest.approx(distance_metres(*there, *here), abs=1e-6)


@given(POINTS)
def test_a_place_is_no_distance_from_itself(here: tuple[float, float]) -> None:
    assert distance_metres(*here, *here) == 0


@given(POINTS, st.lists(POINTS, max_size=20))
def test_many_distances_at_once_are_those_measured_one_by_one(here: tuple[float, float], others: list[tuple[float, float]]) -> None:
    lats, lons = (np.array([point[axis] for point in others], dtype=np.float64) for axis in (0, 1))
    one_by_one = [distance_metres(*here, *other) for other in others]
    assert distances_metres(*here, lats, lons) == pytest.approx(one_by_one, rel=1e-9, abs=0.5)
