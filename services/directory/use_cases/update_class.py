"""Correct a class."""

from collections.abc import Sequence

from services.directory.domain.lifecycle import update
from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import changing_class, keep_classes
from services.directory.use_cases.ports import DirectoryWork, Works
from services.directory.use_cases.publish_class import Owners
from shared.contracts.directory import ClassDetails, ClassUpdated
from shared.permissions import Actor


def update_class(works: Works, actor: Actor, id: str, details: ClassDetails, version: int | None = None) -> ClassListing:
    """Raises as changing_class, and Invalid with every problem of the class."""
    with changing_class(works, actor, "update a class", id, version) as (w, before):
        return updated(w, before, details)


def updated(w: DirectoryWork, before: ClassListing, details: ClassDetails) -> ClassListing:
    """The same within an open unit of work. A class may move to another provider of the same actor."""
    return all_updated(w, [(before, details)])[0]


def all_updated(w: DirectoryWork, wanted: Sequence[tuple[ClassListing, ClassDetails]]) -> list[ClassListing]:
    """Many at once."""
    providers = Owners(w, [details for _, details in wanted])
    after = []
    for before, details in wanted:
        check_may_write(w.actor, providers.get(before.details.provider_id))
        after.append(update(before, details, providers.of(details, before), w.actor, w.now))
    keep_classes(w, [(before, listing) for (before, _), listing in zip(wanted, after, strict=True)], ClassUpdated, "updated")
    return after
