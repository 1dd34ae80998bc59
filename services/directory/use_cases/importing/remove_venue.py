"""Take a venue out of use. It is kept, so that nothing that names it is lost."""

from dataclasses import replace

from services.directory.domain.listings import Venue
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_venue
from services.directory.use_cases.ports import DirectoryWork
from shared.contracts.directory import VenueRemoved
from shared.errors import Conflict


def removed(w: DirectoryWork, before: Venue) -> Venue:
    """Within an open unit of work. Raises Conflict while classes meet there."""
    check_may_write(w.actor, before)
    meeting = [listing.details.name for listing in w.classes.at_venue(before.id) if not listing.withdrawn]
    if meeting:
        raise Conflict(
            f"{before.details.name} is where {meeting[0]} meets.",
            remedy="Give its classes another venue, or withdraw them first.",
        )
    return keep_venue(
        w,
        before,
        replace(before, removed=True, sequence=before.sequence + 1),
        VenueRemoved,
        "removed",
    )
