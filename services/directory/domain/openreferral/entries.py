"""What the feed says of one class at a moment: as a service, and as a service at its location; short as in lists, or fully nested."""

from dataclasses import dataclass
from datetime import datetime

from services.directory.domain.openreferral.identifiers import feed_id
from services.directory.domain.openreferral.locations import IN_LISTS, location
from services.directory.domain.openreferral.organisations import in_a_list, organization
from services.directory.domain.openreferral.places import moment
from services.directory.domain.openreferral.services import at_location_id, service, service_in_a_list
from services.directory.domain.openreferral.status import Moments, at_moment, gone
from services.directory.domain.openreferral.vocabulary import Json
from shared.contracts.directory import ClassShown, ProviderDetails, VenueDetails


@dataclass(frozen=True)
class Entry:
    """What the feed knows of a class. `provider` and `venue` are None until they have been heard of."""

    shown: ClassShown
    moments: Moments
    provider: ProviderDetails | None = None
    venue: VenueDetails | None = None


def service_listed(entry: Entry, now: datetime) -> Json:
    provider = _organization(entry)
    short = gone(entry.shown.id, provider) if entry.shown.withdrawn else service_in_a_list(entry.shown, provider)
    return at_moment(short, entry.moments, now)


def service_nested(entry: Entry, now: datetime) -> Json:
    """With the service at its location in it."""
    document = _nested(entry, now)
    at = _at_location(entry)
    return document | ({"service_at_locations": [at]} if "location" in at else {})


def at_location_listed(entry: Entry, now: datetime) -> Json:
    at = _at_location(entry)
    if "location" in at:
        at["location"] = {name: at["location"][name] for name in IN_LISTS if name in at["location"]}
    return at | {"service": service_listed(entry, now)}


def at_location_nested(entry: Entry, now: datetime) -> Json:
    return _at_location(entry) | {"service": _nested(entry, now)}


def service_dated(entry: Entry, now: datetime) -> Json:
    """`minimal` of HSDS."""
    return {"id": feed_id(entry.shown.id), "modified_date": moment(entry.moments.modified(now))}


def at_location_dated(entry: Entry, now: datetime) -> Json:
    return {"id": at_location_id(entry.shown.id), "modified_date": moment(entry.moments.modified(now))}


def _nested(entry: Entry, now: datetime) -> Json:
    if entry.shown.withdrawn:
        return service_listed(entry, now)
    return at_moment(service(entry.shown, _organization(entry)), entry.moments, now)


def _at_location(entry: Entry) -> Json:
    """Of a withdrawn class nothing is told but the ids."""
    shown = entry.shown
    at: Json = {"id": at_location_id(shown.id), "service_id": feed_id(shown.id)}
    if shown.where is None or shown.withdrawn:
        return at
    where = location(shown.id, shown.where, entry.venue)
    return at | {"location_id": where["id"], "location": where}


def _organization(entry: Entry) -> Json:
    provider, said = entry.shown.provider, entry.provider
    if said is None:
        said = ProviderDetails(name=provider.name, kind=provider.kind, network=provider.network, authority=entry.shown.authority)
    document = organization(provider.id, said)
    return in_a_list(document) if entry.shown.withdrawn else document
