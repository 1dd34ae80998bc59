"""Bring in a spreadsheet: the whole file, or its good rows, in one transaction."""

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from services.directory.domain.listings import ClassListing, Venue
from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import (
    Action,
    ImportedRow,
    ImportPlan,
    ImportRecord,
    ImportReport,
    ImportTarget,
    PlannedRow,
    Reference,
)
from services.directory.domain.spreadsheet.recognition import Taken, recognise
from services.directory.domain.spreadsheet.sheet import Row
from services.directory.use_cases import update_class, update_venue
from services.directory.use_cases.add_venue import added
from services.directory.use_cases.importing.import_once import done_before
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.importing.import_target import check_named_authority
from services.directory.use_cases.importing.plan_rows import Planned, Planner, spelt_out
from services.directory.use_cases.ports import NO_KEY, DirectoryWork, IdempotencyKey, Progress, Spreadsheets, Works
from services.directory.use_cases.preview_import import plan_of, planned, planner_for
from services.directory.use_cases.publish_class import published
from shared.contracts.directory import ClassDetails, VenueDetails
from shared.permissions import Actor

_BATCH = 500
AnyPlanned = Planned[VenueDetails, Venue] | Planned[ClassDetails, ClassListing]


def import_spreadsheet(
    works: Works,
    places: Places,
    spreadsheets: Spreadsheets,
    actor: Actor,
    file: bytes | Path,
    filename: str,
    into: ImportTarget,
    *,
    take_good_rows: bool = False,
    key: IdempotencyKey = NO_KEY,
    progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Refuses the whole file when a row is refused, unless `take_good_rows`. A file that changes nothing writes nothing.

    Raises TooLarge or Invalid for a file that cannot be taken, NotAllowed for another's listings. Sent twice with one key, it is done once
    and answered as `imported_before`, which may be asked first.
    """
    taken = recognise(spreadsheets.read(file))
    check_named_authority(places, taken, into)
    name = PurePath(filename.replace("\\", "/")).name[:200] or "spreadsheet"
    if not take_good_rows and (refusal := _refusal(works, places, actor, taken, into)):
        return refusal
    try:
        with works.begin(actor, f"import {name}") as w:
            check_may_import(actor, into, w)
            if again := done_before(w, key):
                return again
            run = _Run(w, places, taken, into, name, _sha256(file))
            report = run.through(planner_for(taken, w, places, actor, into), progress)
            if report.plan.refused and not take_good_rows:
                raise _RefusedMeanwhile(report.plan)
            if report.import_id:
                w.remember(*key, report.import_id)
            return report
    except _RefusedMeanwhile as meanwhile:
        return ImportReport(_not_done(meanwhile.plan), None, file_refused=True)


class _RefusedMeanwhile(Exception):
    """A row was good when the file was looked through, and is not any more: all that was written is taken back."""

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__()
        self.plan = plan


def _refusal(works: Works, places: Places, actor: Actor, taken: Taken, into: ImportTarget) -> ImportReport | None:
    """The report of a file refused whole, or None when every row is good. Nobody is kept from writing while it is looked through."""
    with works.look() as stores:
        check_may_import(actor, into, stores)
        plan = planned(taken, stores, places, actor, into)
    return ImportReport(plan, None, file_refused=True) if plan.refused else None


def _not_done(plan: ImportPlan) -> ImportPlan:
    """Without the ids that added rows had for a moment."""
    return replace(plan, rows=tuple(replace(row, aggregate_id=None) if row.action is Action.ADD else row for row in plan.rows))


class _Run:
    """One import under way. Its record is made with the first row that is worth keeping, its rows are kept in batches."""

    def __init__(self, w: DirectoryWork, places: Places, taken: Taken, into: ImportTarget, filename: str, sha256: str) -> None:
        self._w, self._places, self._taken, self._into = w, places, taken, into
        self._filename, self._sha256 = filename, sha256
        self._record: ImportRecord | None = None
        self._rows: list[ImportedRow] = []
        self._references: list[Reference] = []

    def through(self, planner: Planner, progress: Progress) -> ImportReport:
        rows: list[PlannedRow] = []
        for row in self._taken.sheet.rows():
            rows.append(spelt_out(self._carry_out(planner, row), len(rows)))
            if len(rows) % _BATCH == 0:
                self._keep()
                progress(len(rows), self._taken.rows)
        self._keep()
        progress(len(rows), self._taken.rows)
        plan = plan_of(self._taken, tuple(rows))
        return ImportReport(plan, self._finish(plan))

    def _carry_out(self, planner: Planner, row: Row) -> PlannedRow:
        each = planner.plan(row)
        if each.row.action is Action.REFUSE:
            self._rows.append(_imported(each.row, None, None))
            return each.row
        after = self._stored(each) if each.row.action is not Action.SAME else each.before
        if after is None:
            raise RuntimeError("a row that is the same as what is stored has nothing stored")
        planner.carried_out(row.number, after.id)
        kept = replace(each.row, aggregate_id=after.id)
        if each.row.action is not Action.SAME or each.references:
            self._rows.append(_imported(kept, each.before, after.sequence))
        kind = "venue" if isinstance(after, Venue) else "class"
        self._references += [Reference(kind, self._into.scope, name, after.id) for name in each.references]
        return kept

    def _stored(self, each: AnyPlanned) -> Venue | ClassListing:
        """Through the same steps as a venue or class saved by hand, so that events and history are the same."""
        wanted, before = each.wanted, each.before
        if isinstance(wanted, VenueDetails):
            if isinstance(before, Venue):
                return update_venue.updated(self._w, self._places, before, wanted)
            return added(self._w, self._places, [wanted], self._into.provider_id)[0]
        if wanted is None:
            raise RuntimeError("a row to be stored says nothing")
        if isinstance(before, ClassListing):
            return update_class.updated(self._w, before, wanted)
        return published(self._w, [wanted])[0]

    def _keep(self) -> None:
        if not self._rows and not self._references:
            return
        if self._record is None:
            self._record = self._begun()
            self._w.imports.save(self._record)
        self._w.imports.save_rows(self._record.id, self._rows)
        self._w.imports.save_references(self._record.id, self._references)
        self._rows, self._references = [], []

    def _begun(self) -> ImportRecord:
        w, taken = self._w, self._taken
        return ImportRecord(
            id=w.ids.new(),
            at=w.now,
            by_subject=w.actor.subject,
            by_name=w.actor.name,
            filename=self._filename,
            sha256=self._sha256,
            sheet=taken.sheet.name,
            kind=taken.recognised.kind,
            authority=self._into.authority,
            provider_id=self._into.provider_id,
            headers=taken.sheet.headers,
            counts=Counter(),
        )

    def _finish(self, plan: ImportPlan) -> str | None:
        if self._record is None:
            return None
        self._w.imports.save(replace(self._record, counts=plan.counts))
        return self._record.id


def _imported(row: PlannedRow, before: Venue | ClassListing | None, sequence: int | None) -> ImportedRow:
    return ImportedRow(row.number, row.action, row.name, row.aggregate_id, _former(before), sequence, row.problems, row.cells)


def _former(before: Venue | ClassListing | None) -> dict[str, Any] | None:
    """What an undo needs: the details, and of a class also who said when that it is right."""
    if before is None:
        return None
    former: dict[str, Any] = {"details": before.details.model_dump(mode="json")}
    if isinstance(before, ClassListing):
        former |= {"verified_at": before.verified_at.isoformat(), "verified_by": before.verified_by}
    return former


def _sha256(file: bytes | Path) -> str:
    return hashlib.sha256(file if isinstance(file, bytes) else file.read_bytes()).hexdigest()
