"""Register an organisation that offers classes."""

from collections.abc import Sequence

from services.directory.domain.listings import Provider
from services.directory.domain.ownership import check_authority, check_may_write
from services.directory.use_cases.keep import keep_provider
from services.directory.use_cases.ports import NO_KEY, DirectoryWork, IdempotencyKey, Works
from shared.contracts.directory import ProviderDetails
from shared.errors import Conflict
from shared.permissions import Actor


def register_provider(works: Works, actor: Actor, details: ProviderDetails, key: IdempotencyKey = NO_KEY) -> Provider:
    """Raises NotAllowed unless the actor acts for its authority, Conflict when one of that name is there already."""
    with works.begin(actor, "register a provider") as w:
        if made := w.once(*key):
            return w.providers.get(made)
        (provider,) = registered(w, [details])
        w.remember(*key, provider.id)
        return provider


def registered(w: DirectoryWork, wanted: Sequence[ProviderDetails]) -> list[Provider]:
    """The same within an open unit of work."""
    return [_register(w, details) for details in wanted]


def check_name_free(w: DirectoryWork, provider: Provider) -> None:
    """Raises Conflict when another provider of the authority has the name: imports and people tell them apart by it."""
    if any(other.id != provider.id for other in w.providers.named(provider.details.name, provider.details.authority)):
        raise Conflict(
            f"{provider.details.name} is registered in this authority already.",
            remedy="Use that one, or give a name that tells them apart.",
        )


def _register(w: DirectoryWork, details: ProviderDetails) -> Provider:
    provider = Provider(w.ids.new(), details)
    check_authority(details.authority)
    check_may_write(w.actor, provider)
    check_name_free(w, provider)
    return keep_provider(w, None, provider)
