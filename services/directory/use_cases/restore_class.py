"""Bring a withdrawn class back."""

from services.directory.domain.lifecycle import restore
from services.directory.domain.listings import ClassListing
from services.directory.use_cases.keep import changing_class, keep_class
from services.directory.use_cases.ports import Works
from shared.contracts.directory import ClassRestored
from shared.permissions import Actor


def restore_class(works: Works, actor: Actor, id: str, version: int | None = None) -> ClassListing:
    """Raises as changing_class, and Conflict where the class is in no state for it."""
    with changing_class(works, actor, "restore a class", id, version) as (w, before):
        return keep_class(w, before, restore(before, actor, w.now), ClassRestored, "restored")
