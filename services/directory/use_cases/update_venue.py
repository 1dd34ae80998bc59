"""Change what is known of a venue."""

from collections.abc import Sequence
from dataclasses import replace

from services.directory.domain.listings import Venue
from services.directory.domain.location import Places
from services.directory.domain.ownership import check_may_move, check_may_write
from services.directory.use_cases.add_venue import placed
from services.directory.use_cases.keep import changing_venue, keep_venues
from services.directory.use_cases.ports import DirectoryWork, Stores, Works
from shared.contracts.directory import VenueDetails, VenueUpdated
from shared.errors import Conflict
from shared.permissions import Actor


def update_venue(works: Works, places: Places, actor: Actor, id: str, details: VenueDetails, version: int | None = None) -> Venue:
    """Raises as changing_venue; Conflict for a removed venue, or one that is closed while classes meet there."""
    with changing_venue(works, actor, "update a venue", id, version) as (w, before):
        if details.closed_in and not before.details.closed_in:
            check_nobody_meets(w, before, "cannot be closed")
        return updated(w, places, before, details)


def updated(w: DirectoryWork, places: Places, before: Venue, details: VenueDetails) -> Venue:
    """The same within an open unit of work."""
    return all_updated(w, places, [(before, details)])[0]


def all_updated(w: DirectoryWork, places: Places, wanted: Sequence[tuple[Venue, VenueDetails]]) -> list[Venue]:
    """Many at once."""
    after = [_changed(w, places, before, details) for before, details in wanted]
    keep_venues(w, [(before, venue) for (before, _), venue in zip(wanted, after, strict=True)], VenueUpdated, "updated")
    return after


def _changed(w: DirectoryWork, places: Places, before: Venue, details: VenueDetails) -> Venue:
    check_may_write(w.actor, before)
    check_may_move(w.actor, before, details.authority)
    if before.removed:
        raise Conflict(f"{before.details.name} was removed, so it cannot be changed.", remedy="Add it again.")
    return placed(replace(before, details=details, sequence=before.sequence + 1), places)


def check_nobody_meets(w: Stores, venue: Venue, what: str) -> None:
    """Raises Conflict while classes that are listed meet there, whosever they are: they would be sent to a shut door.

    It does not say which: of a class whose address is told on joining, that would tell it.
    """
    if not all(listing.withdrawn for listing in w.classes.at_venue(venue.id)):
        raise Conflict(
            f"{venue.details.name} {what} while classes meet there.", remedy="Have them given another venue, or withdrawn, first."
        )
