"""Every field of ours has its place in the feed or is said to have none, and what is said to come back does."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from pydantic import BaseModel

from services.directory.domain.listings import ClassListing, Located, Venue
from services.directory.domain.openreferral import fields
from services.directory.domain.openreferral.contacts import uri
from services.directory.domain.openreferral.locations import location, read_location
from services.directory.domain.openreferral.organisations import organization, read_organization
from services.directory.domain.openreferral.services import read_service, service
from services.directory.domain.openreferral.vocabulary import TAXONOMIES, every_term
from services.directory.domain.shown import venue_shown, where_shown
from shared.contracts.directory import ClassDetails, ClassShown, ProviderDetails, VenueDetails
from shared.contracts.provision import Precision
from tests.conformance.invented import CLASS_ID, PROVIDER_ID, VENUE_ID, entries, providers, venues

AT = datetime(2026, 9, 1, tzinfo=UTC)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
TABLES: tuple[tuple[Mapping[str, fields.Told], type[BaseModel]], ...] = (
    (fields.CLASS, ClassDetails),
    (fields.VENUE, VenueDetails),
    (fields.PROVIDER, ProviderDetails),
)
ADDRESSES = ("contact", "website")
"""Web addresses come back as RFC 3986 writes them."""


def test_a_new_field_cannot_be_forgotten() -> None:
    for table, model in TABLES:
        assert list(table) == list(model.model_fields)


def test_what_does_not_come_back_says_what_is_lost() -> None:
    assert [name for table, _ in TABLES for name, told in table.items() if not told.back and not told.loss] == []


def test_every_term_and_taxonomy_has_an_id_of_its_own() -> None:
    ids = [*(each.id for each in TAXONOMIES), *(each.id for each in every_term())]
    assert len(set(ids)) == len(ids)


def test_the_ids_of_terms_stay() -> None:
    """Consumers keep them: an id that changes is a term that is gone."""
    kept = {(term.taxonomy.code, term.code): term.id for term in every_term()}
    assert kept["level", "entry-2"] == "78a2faac-98dc-5abd-971c-061d2ee5258c"
    assert kept["eligibility", "women-only"] == "337044b9-098f-519f-9cf3-a317bd262f4c"


@MANY
@given(entry=entries())
def test_a_class_comes_back_as_it_was(entry: Any) -> None:
    shown, provider, _ = entry
    _same(fields.CLASS, shown.details, _class(shown, provider), besides=("provider_id", "address_on_joining"))


def _class(shown: ClassShown, provider: ProviderDetails) -> ClassDetails:
    read = read_service(service(shown, organization(PROVIDER_ID, provider)))
    return ClassDetails(provider_id=PROVIDER_ID, **read)


@MANY
@given(provider=providers())
def test_a_provider_comes_back_as_it_was(provider: ProviderDetails) -> None:
    read = read_organization(organization(PROVIDER_ID, provider))
    _same(fields.PROVIDER, provider, ProviderDetails(**{"authority": provider.authority, **read}))


@MANY
@given(venue=venues().filter(lambda one: not one.address_on_joining))
def test_a_venue_comes_back_as_it_was(venue: VenueDetails) -> None:
    assume(venue.address_1 != venue.name)
    kept = Venue(VENUE_ID, venue, located=Located(venue.point, Precision.GIVEN) if venue.point else None)
    listing = ClassListing(CLASS_ID, venue.authority, ClassDetails(name="ESOL", provider_id=PROVIDER_ID), AT, "A. Person")
    read = read_location(location(CLASS_ID, where_shown(listing, kept), venue_shown(kept)))
    _same(fields.VENUE, venue, VenueDetails(**{"authority": venue.authority, **read}))


def _same(table: Any, before: Any, after: Any, besides: tuple[str, ...] = ()) -> None:
    for name in (name for name, told in table.items() if told.back and name not in besides):
        was, read = getattr(before, name), getattr(after, name)
        if name in ADDRESSES:
            was, read = _written(was), _written(read)
        assert read == was, name


def _written(value: Any) -> Any:
    if hasattr(value, "website"):
        return value.model_copy(update={"website": uri(value.website)})
    return uri(value)
