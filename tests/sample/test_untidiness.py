"""The sample is as untidy as it says: each stated share is held to, so that every page shows what real listings look like."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from services.directory.domain.freshness import Freshness, freshness
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Format
from shared.geo.region import region as real_region
from signpost.sample import SampleRegion, sample_region
from signpost.sample.shares import BANDS, FORMATS, PLACINGS, SPARSE, STATES, Placing, State

TODAY = date(2026, 11, 23)
TOLERANCE = 0.02


@pytest.fixture(scope="module")
def region() -> SampleRegion:
    return sample_region(today=TODAY)


def share(count: int, of: int) -> float:
    return count / of


def is_sparse(details: ClassDetails) -> bool:
    """Only a name, a level and where it meets are told."""
    told = details.model_dump(exclude_defaults=True)
    return set(told) <= {"name", "provider_id", "venue_id", "levels", "format"}


@pytest.mark.parametrize("days_later", [0, 25])
def test_listings_are_of_every_age_and_stay_so_for_weeks(region: SampleRegion, days_later: int) -> None:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC) + timedelta(days=days_later)
    seen = Counter(freshness(each.verified_at, now) for each in region.classes)
    for band, wanted in BANDS.items():
        drift = TOLERANCE if days_later == 0 else 0.06
        assert share(seen[Freshness(band.value)], len(region.classes)) == pytest.approx(wanted, abs=drift)


@pytest.mark.parametrize("taught", list(Format))
def test_some_classes_are_online_or_both(region: SampleRegion, taught: Format) -> None:
    count = sum(each.details.format is taught for each in region.classes)
    assert share(count, len(region.classes)) == pytest.approx(FORMATS[taught], abs=TOLERANCE)


def test_some_listings_are_withdrawn_and_some_have_ended(region: SampleRegion) -> None:
    withdrawn = sum(each.withdrawn for each in region.classes)
    ended = sum(each.details.ends_on is not None and each.details.ends_on < TODAY for each in region.classes)
    assert share(withdrawn, len(region.classes)) == pytest.approx(STATES[State.WITHDRAWN], abs=TOLERANCE)
    assert share(ended, len(region.classes)) == pytest.approx(STATES[State.ENDED], abs=TOLERANCE)


def test_some_listings_say_no_more_than_a_name_and_a_level(region: SampleRegion) -> None:
    sparse = [each for each in region.classes if is_sparse(each.details)]
    assert share(len(sparse), len(region.classes)) == pytest.approx(SPARSE, abs=TOLERANCE)
    assert all(each.details.levels for each in sparse)


def test_classes_are_open_full_waiting_and_untold(region: SampleRegion) -> None:
    places = [each.details.places for each in region.classes]
    full = sum(each.open == 0 and each.waiting_list is False for each in places)
    waiting = sum(each.waiting_list is True for each in places)
    untold = sum(each.open is None for each in places)
    assert all(share(count, len(places)) > least for count, least in ((full, 0.06), (waiting, 0.08), (untold, 0.2)))
    assert all(each.told_at for each in places if each.open is not None)


def test_some_venues_have_no_coordinates_some_only_a_postcode_a_town_or_nothing(region: SampleRegion) -> None:
    seen = Counter(
        Placing.COORDINATES
        if venue.details.point
        else Placing.POSTCODE_ONLY
        if venue.details.postcode
        else Placing.TOWN_ONLY
        if venue.details.town
        else Placing.NOTHING
        for venue in region.venues
    )
    for placing, wanted in PLACINGS.items():
        assert share(seen[placing], len(region.venues)) == pytest.approx(wanted, abs=TOLERANCE)


def test_some_towns_are_misspelt(region: SampleRegion) -> None:
    known = {each.name for each in real_region().settlements}
    towns = [venue.details.town for venue in region.venues if venue.details.town]
    assert 0.005 < share(sum(town not in known for town in towns), len(towns)) < 0.05


def test_somebody_listed_a_class_twice(region: SampleRegion) -> None:
    meetings = Counter(
        (c.details.provider_id, c.details.venue_id, c.details.sessions, c.details.focus, c.details.levels) for c in region.classes
    )
    assert any(times > 1 for meeting, times in meetings.items() if meeting[2])


def test_some_classes_are_for_women_only_and_some_tell_the_address_on_joining(region: SampleRegion) -> None:
    women = sum(each.details.women_only for each in region.classes)
    told_on_joining = [each for each in region.classes if each.details.address_on_joining]
    assert 0.04 < share(women, len(region.classes)) < 0.15
    assert told_on_joining
    assert all(each.details.format is not Format.ONLINE for each in told_on_joining)
