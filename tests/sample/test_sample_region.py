"""What a person finds in the sample: its size, where it lies, that it is invented, and that every class could have been published."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.directory.domain.class_rules import problems_with
from shared.contracts.directory import ClassDetails, ProviderDetails, VenueDetails
from shared.contracts.provision import Contact, Funder, Level, ProviderKind, Relation
from shared.geo import Gazetteer, normal_postcode
from signpost.sample import SampleRegion, sample_region

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def region() -> SampleRegion:
    return sample_region(today=TODAY)


def written(region: SampleRegion) -> str:
    return json.dumps(asdict(region), default=lambda value: value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value))


def contacts(region: SampleRegion) -> Iterable[Contact]:
    yield from (provider.details.contact for provider in region.providers)
    yield from (each.details.contact for each in region.classes)


def test_the_region_has_the_stated_size(region: SampleRegion) -> None:
    assert (len(region.networks), len(region.providers), len(region.venues), len(region.classes)) == (15, 225, 500, 290)


def test_the_same_seed_gives_the_same_region_and_another_seed_another(region: SampleRegion) -> None:
    assert written(sample_region(today=TODAY)) == written(region)
    assert written(sample_region(today=TODAY, seed=1)) != written(region)


def test_every_id_is_used_once_and_everything_named_is_there(region: SampleRegion) -> None:
    ids = [p.id for p in region.providers] + [v.id for v in region.venues] + [c.id for c in region.classes]
    assert len(set(ids)) == len(ids)
    providers, venues = {each.id for each in region.providers}, {each.id for each in region.venues}
    assert {venue.steward for venue in region.venues} <= providers
    assert {each.details.provider_id for each in region.classes} <= providers
    assert {each.details.venue_id for each in region.classes} - {None} <= venues
    assert {partner.provider_id for each in region.classes for partner in each.details.partners} - {None} <= providers
    assert len({each.details.name for each in region.providers}) == len(region.providers)


def test_every_authority_has_a_network_providers_venues_and_classes_and_bradford_has_most(region: SampleRegion) -> None:
    authority = {each.id: each.details.authority for each in region.providers}
    classes = Counter(authority[each.details.provider_id] for each in region.classes)
    everywhere = {each.gss for each in Gazetteer().authorities()}
    assert set(classes) == everywhere == set(authority.values())
    assert {each.authority for each in region.networks} == {each.details.authority for each in region.venues} == everywhere
    assert classes.most_common(1)[0][0] == "E08000032"


@pytest.mark.parametrize("kind", list(ProviderKind))
def test_every_kind_of_provider_is_there(region: SampleRegion, kind: ProviderKind) -> None:
    assert any(each.details.kind is kind for each in region.providers)


def test_everything_is_marked_as_invented(region: SampleRegion) -> None:
    assert all("invented sample" in each.details.description for each in region.providers)
    assert all(each.name.endswith("(sample)") for each in region.networks)
    told = [*contacts(region), *(Contact(phone=v.details.phone, email=v.details.email, website=v.details.website) for v in region.venues)]
    assert all(each.email.endswith(".example.org") for each in told if each.email)
    assert all(re.fullmatch(r"https://[a-z0-9-]+\.example\.org/", each.website) for each in told if each.website)
    assert all(re.fullmatch(r"(0113 496 0\d{3}|0114 496 0\d{3}|01632 960\d{3})", each.phone) for each in told if each.phone)


def test_every_provider_can_be_reached(region: SampleRegion) -> None:
    assert all(each.details.contact.phone or each.details.contact.email for each in region.providers)


def test_no_postcode_is_one_that_a_home_could_have(region: SampleRegion) -> None:
    postcodes = [venue.details.postcode for venue in region.venues if venue.details.postcode]
    assert not [postcode for postcode in postcodes if normal_postcode(postcode)]


def test_venues_lie_where_their_authority_is(region: SampleRegion) -> None:
    gazetteer = Gazetteer()
    placed = [venue.details for venue in region.venues if venue.details.point]
    inside = [each.authority == gazetteer.authority_at(each.point.lat, each.point.lon) for each in placed if each.point]
    assert sum(inside) / len(inside) > 0.85


def test_a_venue_without_coordinates_is_found_by_what_it_says(region: SampleRegion) -> None:
    gazetteer = Gazetteer()
    unplaced = [venue.details for venue in region.venues if venue.details.point is None and (venue.details.postcode or venue.details.town)]
    assert unplaced
    assert all(gazetteer.geocode(each.postcode, each.town) for each in unplaced)


def test_every_class_could_have_been_published(region: SampleRegion) -> None:
    assert [problem for each in region.classes for problem in problems_with(each.details)] == []


def test_every_entry_survives_being_written_and_read_again(region: SampleRegion) -> None:
    assert all(ProviderDetails.model_validate_json(each.details.model_dump_json()) == each.details for each in region.providers)
    assert all(VenueDetails.model_validate_json(each.details.model_dump_json()) == each.details for each in region.venues)
    assert all(ClassDetails.model_validate_json(each.details.model_dump_json()) == each.details for each in region.classes)


def test_most_classes_are_for_beginners(region: SampleRegion) -> None:
    levels = Counter(level for each in region.classes for level in each.details.levels)
    low = levels[Level.PRE_ENTRY] + levels[Level.ENTRY_1] + levels[Level.ENTRY_2]
    assert set(levels) == set(Level)
    assert low / levels.total() > 0.6


def test_partners_stand_behind_classes_in_all_four_relations_and_all_funders_pay(region: SampleRegion) -> None:
    assert {partner.relation for each in region.classes for partner in each.details.partners} == set(Relation)
    assert {funder for each in region.classes for funder in each.details.funders} == set(Funder)


def test_no_class_meets_in_a_closed_building_or_in_another_authority(region: SampleRegion) -> None:
    venues = {each.id: each.details for each in region.venues}
    authority = {each.id: each.details.authority for each in region.providers}
    meeting = [(venues[each.details.venue_id], each.details.provider_id) for each in region.classes if each.details.venue_id]
    assert all(venue.closed_in is None and venue.authority == authority[provider] for venue, provider in meeting)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), today=st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_whatever_the_seed_and_the_day_every_class_is_valid_and_nothing_happened_after_today(seed: int, today: date) -> None:
    region = sample_region(seed=seed, today=today)
    midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
    assert [problem for each in region.classes for problem in problems_with(each.details)] == []
    assert all(each.published_at <= each.verified_at < midnight for each in region.classes)
    assert all(each.details.places.told_at < midnight for each in region.classes if each.details.places.told_at)
    running = [each for each in region.classes if each.details.ends_on and each.details.ends_on >= today]
    assert len(running) > 100
