"""Take a venue out of use again. It is kept, so that nothing that names it is lost."""

from dataclasses import replace

from services.directory.domain.listings import Venue
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_venue
from services.directory.use_cases.ports import DirectoryWork
from services.directory.use_cases.update_venue import check_nobody_meets
from shared.contracts.directory import VenueRemoved


def removed(w: DirectoryWork, before: Venue) -> Venue:
    """Within an open unit of work. Raises Conflict while classes meet there."""
    check_may_write(w.actor, before)
    check_nobody_meets(w, before, "cannot be removed")
    return keep_venue(w, before, replace(before, removed=True, sequence=before.sequence + 1), VenueRemoved, "removed")
