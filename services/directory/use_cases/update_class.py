"""Correct a class."""

from services.directory.domain.lifecycle import update
from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import changing_class, keep_class
from services.directory.use_cases.ports import DirectoryWork, Works
from services.directory.use_cases.publish_class import provider_for
from shared.contracts.directory import ClassDetails, ClassUpdated
from shared.permissions import Actor


def update_class(works: Works, actor: Actor, id: str, details: ClassDetails, version: int | None = None) -> ClassListing:
    """Raises as changing_class, and Invalid with every problem of the class."""
    with changing_class(works, actor, "update a class", id, version) as (w, before):
        return updated(w, before, details)


def updated(w: DirectoryWork, before: ClassListing, details: ClassDetails) -> ClassListing:
    """The same within an open unit of work. A class may move to another provider of the same actor."""
    check_may_write(w.actor, w.providers.get(before.details.provider_id))
    provider = provider_for(w, details, before)
    return keep_class(w, before, update(before, details, provider, w.actor, w.now), ClassUpdated, "updated")
