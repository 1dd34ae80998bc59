"""Bring a withdrawn class back."""

from services.directory.domain.lifecycle import restore
from services.directory.domain.listings import ClassListing
from services.directory.use_cases.keep import changing_class, keep_class
from services.directory.use_cases.ports import DirectoryWork, Works
from services.directory.use_cases.publish_class import venue_problems
from shared.contracts.directory import ClassRestored
from shared.errors import Conflict
from shared.permissions import Actor


def restore_class(works: Works, actor: Actor, id: str, version: int | None = None) -> ClassListing:
    """Raises as changing_class, and Conflict where the class is in no state for it, or its venue was removed or closed meanwhile."""
    with changing_class(works, actor, "restore a class", id, version) as (w, before):
        _check_venue(w, before)
        return keep_class(w, before, restore(before, actor, w.now), ClassRestored, "restored")


def _check_venue(w: DirectoryWork, before: ClassListing) -> None:
    """Nobody is sent to a door that is shut."""
    for problem in venue_problems(w, before.details, before):
        raise Conflict(
            f"This class cannot be restored: {problem.message}",
            remedy="Publish it as a new class at another venue; a venue that opened again is corrected first, then the class restored.",
        )
