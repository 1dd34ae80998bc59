"""Look back at who asked a provider, and at what was verified together."""

from services.directory.domain.asks import Ask
from services.directory.domain.ownership import check_may_see_ages, reads_for
from services.directory.domain.verifying_together import Verification
from services.directory.use_cases.ports import Works
from shared.permissions import Actor


def list_asks(works: Works, actor: Actor, provider_id: str, after: str | None, limit: int) -> tuple[list[Ask], str | None]:
    """The last asked first, those taken back too; and the id to go on after. Notes are for those who answer for the authority.

    Raises NotFound, NotAllowed for another's provider.
    """
    with works.look() as stores:
        provider = stores.providers.get(provider_id)
        check_may_see_ages(actor, provider)
        found = stores.asks.of_provider(provider_id, after, limit + 1)
    more = found[limit - 1].id if len(found) > limit else None
    colleague = reads_for(actor, provider.details.authority)
    return [ask if colleague else ask.without_notes for ask in found[:limit]], more


def list_verifications(
    works: Works, actor: Actor, provider_id: str, after: str | None, limit: int
) -> tuple[list[Verification], str | None]:
    """Newest first; and the id to go on after. Raises NotFound, NotAllowed for another's provider."""
    with works.look() as stores:
        check_may_see_ages(actor, stores.providers.get(provider_id))
        found = stores.verifications.of_provider(provider_id, after, limit + 1)
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def show_verification(works: Works, actor: Actor, id: str) -> Verification:
    """Raises NotFound, NotAllowed for another's provider."""
    with works.look() as stores:
        record = stores.verifications.get(id)
        check_may_see_ages(actor, stores.providers.get(record.provider_id))
    return record
