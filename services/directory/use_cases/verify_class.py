"""“Still right”: a human says that the listing is as it should be."""

from services.directory.domain.lifecycle import expect, verify
from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_class
from services.directory.use_cases.ports import DirectoryWork, Works
from shared.contracts.directory import ClassVerified
from shared.permissions import Actor


def verify_class(works: Works, actor: Actor, id: str, version: int | None = None) -> ClassListing:
    """`version` is the sequence the person saw; raises ChangedMeanwhile when somebody saved since, Conflict when the move is illegal."""
    with works.begin(actor, "say that a class is still right") as w:
        before = w.classes.get(id)
        expect(before.sequence, version)
        return verified(w, before)


def verified(w: DirectoryWork, before: ClassListing) -> ClassListing:
    """The same within an open unit of work."""
    check_may_write(w.actor, w.providers.get(before.details.provider_id))
    return keep_class(w, before, verify(before, w.actor, w.now), ClassVerified, "verified")
