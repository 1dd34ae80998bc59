"""“Still right”: a human says that the listing is as it should be."""

from services.directory.domain.lifecycle import verify
from services.directory.domain.listings import ClassListing
from services.directory.use_cases.keep import changing_class, keep_class
from services.directory.use_cases.ports import Works
from shared.contracts.directory import ClassVerified
from shared.permissions import Actor


def verify_class(works: Works, actor: Actor, id: str, version: int | None = None) -> ClassListing:
    """Raises as changing_class, and Conflict where the class is in no state for it."""
    with changing_class(works, actor, "say that a class is still right", id, version) as (w, before):
        return keep_class(w, before, verify(before, actor, w.now), ClassVerified, "verified")
