"""Change what a provider says of itself."""

from dataclasses import replace

from services.directory.domain.listings import Provider
from services.directory.domain.ownership import check_may_move
from services.directory.use_cases.keep import changing_provider, keep_provider
from services.directory.use_cases.ports import Works
from services.directory.use_cases.register_provider import check_name_free
from shared.contracts.directory import ProviderDetails
from shared.permissions import Actor


def update_provider(works: Works, actor: Actor, id: str, details: ProviderDetails, version: int | None = None) -> Provider:
    """Raises as changing_provider and check_may_move, and Conflict for a name that is taken."""
    with changing_provider(works, actor, "update a provider", id, version) as (w, before):
        check_may_move(actor, before, details.authority)
        after = replace(before, details=details, sequence=before.sequence + 1)
        check_name_free(w, after)
        return keep_provider(w, before, after)
