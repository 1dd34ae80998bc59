"""“Still right”: a human says that the listing is as it should be."""

from collections.abc import Sequence

from services.directory.domain.lifecycle import verify
from services.directory.domain.listings import ClassListing
from services.directory.use_cases.keep import changing_class, keep_classes
from services.directory.use_cases.ports import DirectoryWork, Works
from shared.contracts.directory import ClassVerified
from shared.permissions import Actor


def verify_class(works: Works, actor: Actor, id: str, version: int | None = None) -> ClassListing:
    """Raises as changing_class, and Conflict where the class is in no state for it."""
    with changing_class(works, actor, "say that a class is still right", id, version) as (w, before):
        return verified(w, [before])[0]


def verified(w: DirectoryWork, before: Sequence[ClassListing]) -> list[ClassListing]:
    """The same within an open unit of work, for listings that the actor may change."""
    changes = [(each, verify(each, w.actor, w.now)) for each in before]
    keep_classes(w, changes, ClassVerified, "verified")
    return [after for _, after in changes]
