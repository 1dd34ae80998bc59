"""Take an import back: what it added goes, what it changed gets its former state, unless somebody changed it since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.directory.domain.listings import ClassListing, Venue
from services.directory.domain.location import Places
from services.directory.domain.ownership import check_may_write
from services.directory.domain.spreadsheet.plan import Action, ImportedRow, ImportRecord, Kind, UndoReport
from services.directory.use_cases import update_venue
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.importing.remove_venue import removed
from services.directory.use_cases.importing.undo_feed import forget_row, read_whole_next, undo_provider
from services.directory.use_cases.keep import keep_class
from services.directory.use_cases.ports import DirectoryWork, Works
from services.directory.use_cases.publish_class import venue_problems
from services.directory.use_cases.withdraw_class import withdrawn
from shared.contracts.directory import ClassDetails, ClassPublished, ClassRestored, ClassUpdated, ClassWithdrawn, VenueDetails
from shared.errors import Conflict, FieldProblem, Invalid, NotAllowed, SignpostError
from shared.permissions import Actor

_TOLD_AGAIN = frozenset({"venue updated", "provider updated"})
"""History of a class that nobody changed: what it shows of its venue or provider did."""


def undo_import(works: Works, places: Places, actor: Actor, import_id: str) -> UndoReport:
    """Raises NotFound, NotAllowed, or Conflict when it was undone already, or nothing of it can be undone as things are."""
    with works.begin(actor, "undo an import") as w:
        record = w.imports.get(import_id)
        check_may_import(actor, record.target, w)
        if record.undone_at:
            raise Conflict(
                f"This import was undone already, by {record.undone_by} on {record.undone_at:%-d %B %Y at %H:%M} (UTC).",
                remedy="To bring the rows in once more, import the file again.",
            )
        report = _undone(w, places, record)
        _check_anything_undone(report)
        w.imports.save(replace(record, undone_at=w.now, undone_by=w.actor.name, left_alone=len(report.left_alone)))
        return report


def _undone(w: DirectoryWork, places: Places, record: ImportRecord) -> UndoReport:
    """Last row first: what came later may stand on what came before."""
    counts, left = {Action.ADD: 0, Action.CHANGE: 0, Action.SAME: 0}, []
    rows = [row for row in w.imports.rows(record.id) if row.action in counts]
    for row in reversed(rows):
        try:
            _undo_row(w, places, record, row)
        except (Conflict, Invalid, NotAllowed) as refusal:
            left.append((row.name, _reason(refusal)))
            continue
        counts[row.action] += 1
        if row.aggregate_id:
            w.imports.forget_references(record.id, row.aggregate_id)
        if record.kind is Kind.FEED:
            forget_row(w, record, row)
    if record.kind is Kind.FEED:
        read_whole_next(w, record)
    return UndoReport(record.id, removed=counts[Action.ADD], restored=counts[Action.CHANGE], left_alone=tuple(reversed(left)))


def _check_anything_undone(report: UndoReport) -> None:
    """An undo that could do nothing is not used up: venues are often tried before the classes that meet there."""
    if report.left_alone and not report.removed + report.restored:
        raise Conflict(
            "Nothing of this import can be taken back as things are.",
            remedy="See to what is named, such as undoing the import of classes first, and then undo this one.",
            problems=tuple(FieldProblem(name, reason) for name, reason in report.left_alone),
        )


def _undo_row(w: DirectoryWork, places: Places, record: ImportRecord, row: ImportedRow) -> None:
    """A row that was the same brought no more than a reference."""
    if row.action is Action.SAME:
        return
    kind = row.cells[0] if record.kind is Kind.FEED else record.kind
    if kind == "provider":
        undo_provider(w, row)
    elif kind in {Kind.VENUES, "venue"}:
        _undo_venue(w, places, row)
    else:
        _undo_class(w, row)


def _reason(refusal: SignpostError) -> str:
    return f"{refusal.message} {refusal.remedy}".strip()


def _undo_venue(w: DirectoryWork, places: Places, row: ImportedRow) -> None:
    venue = w.venues.get(_id(row))
    if venue.sequence != row.sequence_after:
        raise _changed_since(w, "venue", venue)
    if row.action is Action.ADD:
        removed(w, venue)
    else:
        update_venue.updated(w, places, venue, VenueDetails.model_validate(_former(row)["details"]))


def _undo_class(w: DirectoryWork, row: ImportedRow) -> None:
    listing = w.classes.get(_id(row))
    if listing.sequence != row.sequence_after and _by_somebody(w, listing, row):
        raise _changed_since(w, "class", listing)
    if row.action is Action.ADD:
        withdrawn(w, listing)
        return
    former = _former(row)
    details = ClassDetails.model_validate(former["details"])
    _check_may_go_back(w, listing, details)
    again = replace(
        listing,
        details=details,
        verified_at=datetime.fromisoformat(former["verified_at"]),
        verified_by=former["verified_by"],
        sequence=listing.sequence + 1,
        withdrawn=former.get("withdrawn", listing.withdrawn),
    )
    keep_class(w, listing, again, _told(listing, again), "import undone")


def _told(listing: ClassListing, again: ClassListing) -> type[ClassPublished]:
    """A feed's import withdraws what vanished, and brings back what is there again."""
    if listing.withdrawn == again.withdrawn:
        return ClassUpdated
    return ClassWithdrawn if again.withdrawn else ClassRestored


def _check_may_go_back(w: DirectoryWork, listing: ClassListing, former: ClassDetails) -> None:
    """It may be in other hands since, and its former venue gone. Raises NotAllowed, Conflict."""
    for provider_id in {listing.details.provider_id, former.provider_id}:
        check_may_write(w.actor, w.providers.get(provider_id))
    for problem in venue_problems(w, former, listing):
        raise Conflict(f"It would go back to where it cannot be: {problem.message}", remedy="It was left as it is now.")


def _by_somebody(w: DirectoryWork, listing: ClassListing, row: ImportedRow) -> bool:
    since = listing.sequence - (row.sequence_after or 0)
    entries = w.history("class", listing.id, limit=since, before=None)
    return any(entry.action not in _TOLD_AGAIN for entry in entries)


def _changed_since(w: DirectoryWork, kind: str, thing: Venue | ClassListing) -> Conflict:
    last = w.history(kind, thing.id, limit=1, before=None)
    who = f" by {last[0].actor_name} on {last[0].at:%-d %B %Y}" if last else ""
    return Conflict(f"It was changed since{who}.", remedy="It was left as it is now.")


def _id(row: ImportedRow) -> str:
    if row.aggregate_id is None:
        raise RuntimeError(f"row {row.number} of the import does not say what it stored")
    return row.aggregate_id


def _former(row: ImportedRow) -> Mapping[str, Any]:
    if row.before is None:
        raise RuntimeError(f"row {row.number} of the import does not say what it replaced")
    return row.before
