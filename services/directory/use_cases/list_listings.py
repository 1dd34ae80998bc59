"""A provider's own listings, with what is ageing."""

from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.ports import Works
from shared.permissions import Actor


def list_listings(works: Works, actor: Actor, provider_id: str) -> list[ClassListing]:
    """Withdrawn ones too; the longest unverified first, for that is what needs doing. Raises NotAllowed for another's."""
    with works.look() as stores:
        check_may_write(actor, stores.providers.get(provider_id))
        listings = stores.classes.of_provider(provider_id)
    return sorted(listings, key=lambda listing: (listing.withdrawn, listing.verified_at))
