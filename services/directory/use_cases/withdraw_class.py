"""Take a class out of search. It is kept whole."""

from services.directory.domain.lifecycle import expect, withdraw
from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_class
from services.directory.use_cases.ports import DirectoryWork, Works
from shared.contracts.directory import ClassWithdrawn
from shared.permissions import Actor


def withdraw_class(works: Works, actor: Actor, id: str, version: int | None = None) -> ClassListing:
    """`version` is the sequence the person saw; raises ChangedMeanwhile when somebody saved since, Conflict when the move is illegal."""
    with works.begin(actor, "withdraw a class") as w:
        before = w.classes.get(id)
        expect(before.sequence, version)
        return withdrawn(w, before)


def withdrawn(w: DirectoryWork, before: ClassListing) -> ClassListing:
    """The same within an open unit of work."""
    check_may_write(w.actor, w.providers.get(before.details.provider_id))
    return keep_class(w, before, withdraw(before), ClassWithdrawn, "withdrawn")
