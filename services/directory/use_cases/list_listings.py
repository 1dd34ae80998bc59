"""A provider's own listings, with what is ageing; and what anyone sees of a provider."""

from services.directory.domain.listings import ClassListing, Provider
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.ports import Works
from shared.permissions import Actor


def list_listings(works: Works, actor: Actor, provider_id: str) -> tuple[Provider, list[ClassListing]]:
    """Withdrawn ones too; the longest unverified first, for that is what needs doing. Raises NotAllowed for another's."""
    with works.look() as stores:
        provider = stores.providers.get(provider_id)
        check_may_write(actor, provider)
        listings = stores.classes.of_provider(provider_id)
    return provider, sorted(listings, key=lambda listing: (listing.withdrawn, listing.verified_at))
