"""Add a building where classes meet."""

from collections.abc import Sequence

from services.directory.domain.listings import Venue
from services.directory.domain.location import Places, area, locate, tidy_venue
from services.directory.domain.ownership import check_authority, check_may_write
from services.directory.use_cases.keep import keep_venues
from services.directory.use_cases.ports import NO_KEY, DirectoryWork, IdempotencyKey, Works
from shared.contracts.directory import VenueAdded, VenueDetails
from shared.errors import Invalid, NotFound
from shared.permissions import Actor


def add_venue(
    works: Works, places: Places, actor: Actor, details: VenueDetails, steward: str | None, key: IdempotencyKey = NO_KEY
) -> Venue:
    """`steward` is the provider that adds it. Raises Invalid for a postcode that cannot be or a provider that is not there,
    NotAllowed for another's."""
    with works.begin(actor, "add a venue") as w:
        if made := w.once(*key):
            return w.venues.get(made)
        (venue,) = added(w, places, [details], steward)
        w.remember(*key, venue.id)
        return venue


def added(w: DirectoryWork, places: Places, wanted: Sequence[VenueDetails], steward: str | None) -> list[Venue]:
    """The same within an open unit of work."""
    if steward:
        _check_steward(w, steward)
    new = [_new(w, places, details, steward) for details in wanted]
    keep_venues(w, [(None, venue) for venue in new], VenueAdded, "added")
    return new


def placed(venue: Venue, places: Places) -> Venue:
    """The venue with its postcode in usual form and its points found anew."""
    details = tidy_venue(venue.details, places)
    return Venue(venue.id, details, venue.steward, locate(details, places), area(details, places), venue.sequence, venue.removed)


def _check_steward(w: DirectoryWork, steward: str) -> None:
    """Its staff may change the venue from then on, so it must be there, and one the actor may write for."""
    try:
        provider = w.providers.get(steward)
    except NotFound as error:
        raise Invalid.field("provider_id", "There is no such provider.", "Register the provider first.") from error
    check_may_write(w.actor, provider)


def _new(w: DirectoryWork, places: Places, details: VenueDetails, steward: str | None) -> Venue:
    check_authority(details.authority)
    venue = placed(Venue(w.ids.new(), details, steward), places)
    check_may_write(w.actor, venue)
    return venue
