"""Take a class out of search. It is kept whole."""

from services.directory.domain.lifecycle import withdraw
from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import changing_class, keep_class
from services.directory.use_cases.ports import DirectoryWork, Works
from shared.contracts.directory import ClassWithdrawn
from shared.permissions import Actor


def withdraw_class(works: Works, actor: Actor, id: str, version: int | None = None) -> ClassListing:
    """Raises as changing_class, and Conflict where the class is in no state for it."""
    with changing_class(works, actor, "withdraw a class", id, version) as (w, before):
        return withdrawn(w, before)


def withdrawn(w: DirectoryWork, before: ClassListing) -> ClassListing:
    """The same within an open unit of work."""
    check_may_write(w.actor, w.providers.get(before.details.provider_id))
    return keep_class(w, before, withdraw(before), ClassWithdrawn, "withdrawn")
