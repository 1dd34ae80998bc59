"""A larger sample is the same region more densely, or more area at the same density."""

from datetime import date
from statistics import median

import pytest

from services.directory.domain.class_rules import problems_with
from shared.geo import distance_metres
from signpost.sample import SampleRegion, sample_batches, sample_region
from signpost.sample.places import tiles

TODAY = date(2026, 11, 23)


def corners(region: SampleRegion) -> tuple[float, float, float, float]:
    """West, south, east and north of the venues, in degrees."""
    points = [venue.details.point for venue in region.venues if venue.details.point]
    lats, lons = [point.lat for point in points], [point.lon for point in points]
    return min(lons), min(lats), max(lons), max(lats)


def width_m(region: SampleRegion) -> float:
    west, south, east, north = corners(region)
    middle = (south + north) / 2
    return distance_metres(middle, west, middle, east)


def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    small, large = sample_region(today=TODAY), sample_region(today=TODAY, scale=3)
    assert large.networks == small.networks
    assert large.providers[:225] == small.providers
    assert large.venues[:500] == small.venues
    assert large.classes[:290] == small.classes


def test_density_puts_more_classes_in_the_same_region() -> None:
    first, second = sample_batches(today=TODAY, scale=2, spread="density")
    assert len(first.classes) == len(second.classes) == 290
    assert corners(second) == pytest.approx(corners(first), abs=0.35)


def test_area_begins_with_the_region_itself() -> None:
    assert next(sample_batches(today=TODAY, scale=2, spread="area")) == sample_region(today=TODAY)


def test_area_puts_each_copy_beside_the_others_as_wide_as_the_region() -> None:
    batches = list(sample_batches(today=TODAY, scale=len(tiles()), spread="area"))
    boxes = [corners(batch) for batch in batches]
    for at, (west, south, east, north) in enumerate(boxes):
        others = boxes[:at] + boxes[at + 1 :]
        assert all(west > e or east < w or south > n or north < s for w, s, e, n in others)
    widths = [width_m(batch) for batch in batches]
    assert max(widths) / min(widths) < 1.15
    assert median(widths) == pytest.approx(width_m(batches[0]), rel=0.1)


def test_in_a_copy_every_venue_has_coordinates_and_every_class_is_valid() -> None:
    _, copy = sample_batches(today=TODAY, scale=2, spread="area")
    assert all(venue.details.point for venue in copy.venues)
    assert not [problem for each in copy.classes for problem in problems_with(each.details)]


def test_when_no_more_copies_fit_the_first_place_is_filled_again() -> None:
    batches = list(sample_batches(today=TODAY, scale=len(tiles()) + 1, spread="area"))
    assert corners(batches[-1]) == pytest.approx(corners(batches[0]), abs=0.35)


def test_names_and_ids_differ_between_batches() -> None:
    region = sample_region(today=TODAY, scale=3)
    assert len({provider.details.name for provider in region.providers}) == 675
    assert len({each.id for each in region.classes}) == 870


def test_a_scale_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more, not 0"):
        next(sample_batches(today=TODAY, scale=0))
