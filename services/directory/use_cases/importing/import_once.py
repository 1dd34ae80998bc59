"""An import sent twice with one key is done once; the second time is answered from the record of the first."""

from services.directory.domain.spreadsheet.plan import ImportedRow, ImportPlan, ImportRecord, ImportReport, PlannedRow, Recognised
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.ports import DirectoryWork, IdempotencyKey, Works
from shared.errors import Conflict
from shared.permissions import Actor


def imported_before(works: Works, actor: Actor, key: IdempotencyKey) -> ImportReport | None:
    """What the import sent with this key did; None when there was none. The file itself is not needed any more.

    Its plan has the counts and the rows that were kept; how columns were read and what changed within a row is not told again.
    Raises Conflict when that import was undone, or the key came with something else, and NotAllowed for who may not import there now.
    """
    if key[0] is None:
        return None
    with works.begin(actor, "look for an earlier import") as w:
        return done_before(w, key)


def done_before(w: DirectoryWork, key: IdempotencyKey) -> ImportReport | None:
    """The same within an open unit of work."""
    import_id = w.once(*key)
    if import_id is None:
        return None
    record = w.imports.get(import_id)
    check_may_import(w.actor, record.target, w)
    if record.undone_at:
        raise Conflict(
            f"This import was done, and undone by {record.undone_by} on {record.undone_at:%-d %B %Y at %H:%M} (UTC).",
            remedy="To bring the rows in once more, begin a new import of the file.",
        )
    return ImportReport(_plan(record, [_row(each) for each in w.imports.rows(record.id)]), record.id)


def _plan(record: ImportRecord, rows: list[PlannedRow]) -> ImportPlan:
    return ImportPlan(record.sheet, record.headers, Recognised(record.kind, {}, ()), tuple(rows), record.counts)


def _row(row: ImportedRow) -> PlannedRow:
    return PlannedRow(row.number, row.action, row.name, row.aggregate_id, problems=row.problems, cells=row.cells)
