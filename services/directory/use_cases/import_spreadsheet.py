"""Bring in a spreadsheet: the whole file, or its good rows, in one transaction."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from services.directory.domain.listings import ClassListing, Venue
from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.limits import MOST_LIKELY_KEPT
from services.directory.domain.spreadsheet.plan import (
    Action,
    ImportedRow,
    ImportPlan,
    ImportRecord,
    ImportReport,
    ImportTarget,
    Likeness,
    PlannedRow,
    Reference,
)
from services.directory.domain.spreadsheet.recognition import Taken, recognise
from services.directory.use_cases import update_class, update_venue
from services.directory.use_cases.add_venue import added
from services.directory.use_cases.importing.import_once import done_before
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.importing.import_target import check_named_authority
from services.directory.use_cases.importing.kept_plan import KeptPlan
from services.directory.use_cases.importing.plan_rows import AnyPlanned, plan_of, spelt_out
from services.directory.use_cases.importing.planning import Batches, Planning
from services.directory.use_cases.importing.remembered_places import RememberedPlaces
from services.directory.use_cases.ports import NO_KEY, DirectoryWork, IdempotencyKey, Progress, Spreadsheets, Works
from services.directory.use_cases.publish_class import published
from shared.contracts.directory import ClassDetails, VenueDetails
from shared.permissions import Actor

Stored = Venue | ClassListing


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
    leave: Collection[int] = (),
    likely: Sequence[Likeness] = (),
    key: IdempotencyKey = NO_KEY,
    progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Refuses the whole file when a row is refused, unless `take_good_rows`. A file that changes nothing writes nothing.

    `leave`: numbers of rows that the person wants left out; `likely`: the likely duplicates that they were shown.

    Nobody is kept from writing while the file is looked through; what was planned then is carried out as it is unless somebody changed
    something in between. `progress` counts each row twice, once for each; what it raises stops it all, and then nothing is written.

    Raises TooLarge or Invalid for a file that cannot be taken, NotAllowed for another's listings. Sent twice with one key, it is done once
    and answered as `imported_before`, which may be asked first.
    """
    places, taken = RememberedPlaces(places), recognise(spreadsheets.read(file))
    check_named_authority(places, taken, into)
    name = PurePath(filename.replace("\\", "/")).name[:200] or "spreadsheet"
    with works.look() as stores:
        check_may_import(actor, into, stores)
        planning = Planning(taken, places, actor, into, leave)
        kept = KeptPlan(stores.mark(), planning.batches(stores), lambda done: progress(done, 2 * taken.rows))
    if kept.refused and not take_good_rows:
        return ImportReport(kept.plan_of(taken), None, file_refused=True)
    try:
        with works.begin(actor, f"import {name}") as w:
            check_may_import(actor, into, w)
            if again := done_before(w, key):
                return again
            run = _Run(w, places, taken, into, name, _sha256(file), likely)
            batches = kept.batches() if w.mark() == kept.mark else planning.batches(w)
            report = run.through(batches, lambda done: progress(taken.rows + done, 2 * taken.rows))
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


def _not_done(plan: ImportPlan) -> ImportPlan:
    """Without the ids that added rows had for a moment."""
    return replace(plan, rows=tuple(replace(row, aggregate_id=None) if row.action is Action.ADD else row for row in plan.rows))


class _Run:
    """One import under way. Its record is made with the first row that is worth keeping, its rows are kept in batches."""

    def __init__(
        self, w: DirectoryWork, places: Places, taken: Taken, into: ImportTarget, filename: str, sha256: str, likely: Sequence[Likeness]
    ) -> None:
        self._w, self._places, self._taken, self._into = w, places, taken, into
        self._filename, self._sha256, self._likely = filename, sha256, likely
        self._record: ImportRecord | None = None
        self._rows: list[ImportedRow] = []
        self._references: list[Reference] = []

    def through(self, batches: Batches, progress: Callable[[int], None]) -> ImportReport:
        rows: list[PlannedRow] = []
        for batch, carried_out in batches:
            after = self._stored(batch)
            for each in batch:
                stored = after.get(each.row.number, each.before)
                if stored:
                    carried_out(each.row.number, stored.id)
                rows.append(spelt_out(self._note(each, stored), len(rows)))
            self._keep()
            progress(len(rows))
        plan = plan_of(self._taken, tuple(rows))
        return ImportReport(plan, self._finish(plan))

    def _note(self, each: AnyPlanned, stored: Stored | None) -> PlannedRow:
        if stored is None:
            self._rows.append(_imported(each.row, None, None))
            return each.row
        kept = replace(each.row, aggregate_id=stored.id)
        if each.row.action is not Action.SAME or each.references:
            self._rows.append(_imported(kept, each.before, stored.sequence))
        kind = "venue" if isinstance(stored, Venue) else "class"
        self._references += [Reference(kind, self._into.scope, name, stored.id) for name in each.references]
        return kept

    def _stored(self, batch: Sequence[AnyPlanned]) -> dict[int, Stored]:
        """By row number. Through the same steps as a venue or class saved by hand, so that events and history are the same."""
        w, places, new, changed = self._w, self._places, _pairs(batch, Action.ADD), _pairs(batch, Action.CHANGE)
        after: dict[int, Stored] = {}
        if venues := [(number, wanted) for number, wanted, _ in new if isinstance(wanted, VenueDetails)]:
            after |= zip(_numbers(venues), added(w, places, [wanted for _, wanted in venues], self._into.provider_id), strict=True)
        if classes := [(number, wanted) for number, wanted, _ in new if isinstance(wanted, ClassDetails)]:
            after |= zip(_numbers(classes), published(w, [wanted for _, wanted in classes]), strict=True)
        if moved := [(number, before, wanted) for number, wanted, before in changed if isinstance(before, Venue)]:
            pairs = [(before, wanted) for _, before, wanted in moved if isinstance(wanted, VenueDetails)]
            after |= zip(_numbers(moved), update_venue.all_updated(w, places, pairs), strict=True)
        if told := [(number, before, wanted) for number, wanted, before in changed if isinstance(before, ClassListing)]:
            both = [(before, wanted) for _, before, wanted in told if isinstance(wanted, ClassDetails)]
            after |= zip(_numbers(told), update_class.all_updated(w, both), strict=True)
        return after

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
            likely=tuple(sorted(self._likely, key=lambda each: -each.score)[:MOST_LIKELY_KEPT]),
        )

    def _finish(self, plan: ImportPlan) -> str | None:
        if self._record is None:
            return None
        self._w.imports.save(replace(self._record, counts=plan.counts))
        return self._record.id


def _pairs(batch: Sequence[AnyPlanned], action: Action) -> list[tuple[int, VenueDetails | ClassDetails | None, Stored | None]]:
    return [(each.row.number, each.wanted, each.before) for each in batch if each.row.action is action]


def _numbers(said: Sequence[tuple[Any, ...]]) -> list[int]:
    return [each[0] for each in said]


def _imported(row: PlannedRow, before: Stored | None, sequence: int | None) -> ImportedRow:
    changes = row.changes if row.action is Action.CHANGE else {}
    return ImportedRow(
        row.number, row.action, row.name, row.aggregate_id, _former(before), sequence, row.problems, row.cells, changes, row.notes
    )


def _former(before: Stored | None) -> dict[str, Any] | None:
    """What an undo needs: the details, and of a class also who said when that it is right."""
    if before is None:
        return None
    former: dict[str, Any] = {"details": before.details.model_dump(mode="json")}
    if isinstance(before, ClassListing):
        former |= {"verified_at": before.verified_at.isoformat(), "verified_by": before.verified_by}
    return former


def _sha256(file: bytes | Path) -> str:
    return hashlib.sha256(file if isinstance(file, bytes) else file.read_bytes()).hexdigest()
