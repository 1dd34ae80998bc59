"""What the public may see. One place decides it for search, map, feed and events alike.

Address on joining: a women-only or asylum class may be at risk, so its provider publishes an area only. Then name, address, postcode,
venue id and exact point are all absent, and distance is measured from the centre of the area: a distance from the door would give it away.
"""

from services.directory.domain.listings import ClassListing, Provider, Venue
from shared.contracts.directory import TOLD_ON_JOINING, ClassShown, ProviderShown, VenueDetails, WhereShown


def class_shown(listing: ClassListing, provider: Provider, venue: Venue | None) -> ClassShown:
    """The whole public state of a class; `venue` is the one its details name."""
    where = where_shown(listing, venue) if venue else None
    details = listing.details
    if where and where.area_only:
        details = details.model_copy(update={"venue_id": None, "access_note": None})
    return ClassShown(
        id=listing.id,
        authority=listing.authority,
        details=details,
        provider=provider_shown(provider),
        where=where,
        verified_at=listing.verified_at,
        withdrawn=listing.withdrawn,
    )


def provider_shown(provider: Provider) -> ProviderShown:
    details = provider.details
    return ProviderShown(id=provider.id, name=details.name, kind=details.kind, network=details.network)


def where_shown(listing: ClassListing, venue: Venue) -> WhereShown:
    details = venue.details
    if listing.details.address_on_joining or details.address_on_joining:
        return WhereShown(
            name=TOLD_ON_JOINING,
            authority=details.authority,
            town=_town_alone(details.town),
            point=venue.area.point if venue.area else None,
            precision=venue.area.precision if venue.area else None,
            area_only=True,
            step_free=_known(listing.details.step_free, details.step_free),
        )
    return WhereShown(
        venue_id=venue.id,
        name=details.name,
        authority=details.authority,
        address=tuple(line for line in (details.address_1, details.address_2) if line),
        town=details.town,
        postcode=details.postcode,
        point=venue.located.point if venue.located else None,
        precision=venue.located.precision if venue.located else None,
        step_free=_known(listing.details.step_free, details.step_free),
        access_note=listing.details.access_note or details.access_note,
    )


def venue_shown(venue: Venue) -> VenueDetails:
    """A venue as anyone may see it; one told on joining keeps its town and authority only."""
    if not venue.details.address_on_joining:
        return venue.details
    return VenueDetails(
        name=TOLD_ON_JOINING,
        authority=venue.details.authority,
        town=_town_alone(venue.details.town),
        point=venue.area.point if venue.area else None,
        step_free=venue.details.step_free,
        closed_in=venue.details.closed_in,
        address_on_joining=True,
    )


def _town_alone(town: str | None) -> str | None:
    """People write whole addresses into the field for the town; no town has a digit in its name."""
    return None if town and any(letter.isdigit() for letter in town) else town


def _known(first: bool | None, second: bool | None) -> bool | None:
    return second if first is None else first
