"""Take back “still right” for many listings: they get the age they had."""

from dataclasses import replace

from services.directory.domain.ownership import check_may_write
from services.directory.domain.verifying_together import LeftOut, Verification, Verified, as_before
from services.directory.use_cases.keep import keep_class
from services.directory.use_cases.ports import DirectoryWork, Works
from shared.contracts.directory import ClassUpdated
from shared.errors import Conflict, FieldProblem
from shared.permissions import Actor


def undo_verification(works: Works, actor: Actor, id: str) -> tuple[Verification, list[LeftOut]]:
    """What was taken back, and the listings left alone because somebody said something of them since.

    Raises NotFound, NotAllowed for another's provider, Conflict when it was taken back already or nothing of it can be.
    """
    with works.begin(actor, "take back that listings are still right") as w:
        record = w.verifications.get(id)
        check_may_write(actor, w.providers.get(record.provider_id))
        if record.undone_at:
            raise Conflict(f"{record.undone_by} took this back already.", remedy="There is nothing left to take back.")
        left_alone = [out for each in record.verified if (out := _undo(w, record, each))]
        _check_something_was_undone(record, left_alone)
        undone = replace(record, undone_at=w.now, undone_by=actor.name)
        w.verifications.save(undone)
    return undone, left_alone


def _undo(w: DirectoryWork, record: Verification, verified: Verified) -> LeftOut | None:
    listing = w.classes.get(verified.id)
    try:
        before = as_before(listing, verified, record)
    except Conflict as refusal:
        return LeftOut(listing.id, listing.details.name, f"{refusal.message} {refusal.remedy}")
    keep_class(w, listing, before, ClassUpdated, "check taken back")
    return None


def _check_something_was_undone(record: Verification, left_alone: list[LeftOut]) -> None:
    if len(left_alone) == len(record.verified):
        raise Conflict(
            "Nothing of this can be taken back as things are.",
            remedy="What was said since stands.",
            problems=tuple(FieldProblem(out.name, out.reason) for out in left_alone),
        )
