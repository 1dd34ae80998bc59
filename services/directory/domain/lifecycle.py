"""What may happen to a class: publish, update, verify, withdraw, restore, change of places. Illegal moves are refused with the reason."""

from dataclasses import replace
from datetime import datetime

from services.directory.domain.class_rules import check_class
from services.directory.domain.listings import ClassListing, Provider
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Places
from shared.errors import ChangedMeanwhile, Conflict
from shared.permissions import Actor


def publish(id: str, details: ClassDetails, provider: Provider, actor: Actor, now: datetime) -> ClassListing:
    """A new class. Publishing is a human saying that it is right, so it is verified at once."""
    check_class(details)
    return ClassListing(id, provider.details.authority, _with_age(details, Places(), now), verified_at=now, verified_by=actor.name)


def update(listing: ClassListing, details: ClassDetails, provider: Provider, actor: Actor, now: datetime) -> ClassListing:
    """A corrected class. Saving it says that it is right."""
    _must_be_listed(listing, "changed")
    check_class(details)
    fresh = _with_age(details, listing.details.places, now)
    return replace(_verified(listing, actor, now), details=fresh, authority=provider.details.authority)


def verify(listing: ClassListing, actor: Actor, now: datetime) -> ClassListing:
    """“Still right”: nothing changes but the age."""
    _must_be_listed(listing, "verified")
    return _verified(listing, actor, now)


def withdraw(listing: ClassListing) -> ClassListing:
    """Out of search, kept whole, and can be restored."""
    _must_be_listed(listing, "withdrawn again")
    return replace(listing, withdrawn=True, sequence=listing.sequence + 1)


def restore(listing: ClassListing, actor: Actor, now: datetime) -> ClassListing:
    """Back in search. Whoever brings it back says that it is right."""
    if not listing.withdrawn:
        raise Conflict("This class is not withdrawn.", remedy="There is nothing to restore.")
    return replace(_verified(listing, actor, now), withdrawn=False)


def change_places(listing: ClassListing, places: Places, now: datetime) -> ClassListing:
    """The vacancy signal, with the moment it was told; the rest of the listing does not get younger by it."""
    _must_be_listed(listing, "changed")
    told = listing.details.model_copy(update={"places": places.model_copy(update={"told_at": now})})
    return replace(listing, details=told, sequence=listing.sequence + 1)


def expect(listing_sequence: int, wanted: int | None) -> None:
    """Raises ChangedMeanwhile when `wanted` (from If-Match) is not the present sequence. None means the caller did not look first."""
    if wanted is not None and wanted != listing_sequence:
        raise ChangedMeanwhile(
            f"Somebody saved this after you opened it (you had version {wanted}, it is now {listing_sequence}).",
            remedy="Open it again, look at what changed, and make your change once more. Nothing was overwritten.",
        )


def _verified(listing: ClassListing, actor: Actor, now: datetime) -> ClassListing:
    return replace(listing, verified_at=now, verified_by=actor.name, sequence=listing.sequence + 1)


def _with_age(details: ClassDetails, before: Places, now: datetime) -> ClassDetails:
    """Places told anew carry `now`; untouched ones keep the moment they were told. The sender never sets the age."""
    told = details.places.model_copy(update={"told_at": before.told_at})
    if told != before:
        told = told.model_copy(update={"told_at": now})
    return details.model_copy(update={"places": told})


def _must_be_listed(listing: ClassListing, what: str) -> None:
    if listing.withdrawn:
        raise Conflict(f"This class is withdrawn, so it cannot be {what}.", remedy="Restore it first.")
