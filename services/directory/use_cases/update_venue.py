"""Change what is known of a venue."""

from dataclasses import replace

from services.directory.domain.lifecycle import expect
from services.directory.domain.listings import Venue
from services.directory.domain.location import Places
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.add_venue import placed
from services.directory.use_cases.keep import keep_venue
from services.directory.use_cases.ports import DirectoryWork, Works
from shared.contracts.directory import VenueDetails
from shared.errors import Conflict
from shared.permissions import Actor


def update_venue(
    works: Works,
    places: Places,
    actor: Actor,
    id: str,
    details: VenueDetails,
    version: int | None = None,
) -> Venue:
    """`version` is the sequence the person saw; raises ChangedMeanwhile when somebody saved since."""
    with works.begin(actor, "update a venue") as w:
        before = w.venues.get(id)
        check_may_write(actor, before)
        expect(before.sequence, version)
        return updated(w, places, before, details)


def updated(w: DirectoryWork, places: Places, before: Venue, details: VenueDetails) -> Venue:
    """The same within an open unit of work."""
    check_may_write(w.actor, before)
    if before.removed:
        raise Conflict(
            f"{before.details.name} was removed, so it cannot be changed.",
            remedy="Add it again.",
        )
    after = placed(replace(before, details=details, sequence=before.sequence + 1), places)
    check_may_write(w.actor, after)
    return keep_venue(w, before, after)
