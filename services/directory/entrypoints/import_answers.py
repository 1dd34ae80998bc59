"""What the API answers about imports."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from services.directory.domain.spreadsheet.plan import (
    Action,
    ImportedRow,
    ImportPlan,
    ImportRecord,
    ImportReport,
    ImportState,
    Kind,
    PlannedRow,
    UndoReport,
)
from services.directory.use_cases.show_preview import Pair

ROWS_SHOWN = 200
"""Rows of a plan that are told one by one; the workbook of failed rows has them all."""


class Takeable(BaseModel):
    """What to do with a file that was sent before. `upload` is what the preview answered."""

    model_config = ConfigDict(extra="forbid")

    upload: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    filename: Annotated[str, Field(max_length=200)] = "spreadsheet"
    provider_id: str | None = None
    authority: str | None = None
    take_good_rows: bool = False


class ColumnTaken(BaseModel):
    column: str
    field: str
    why: str


class ColumnLeftOut(BaseModel):
    column: str
    reason: str
    filled: int


class RowProblem(BaseModel):
    column: str
    message: str
    remedy: str


class RowAnswer(BaseModel):
    """`number` as the spreadsheet program shows it. `changes`: field → [before, after]."""

    number: int
    action: Action
    name: str
    aggregate_id: str | None
    changes: dict[str, list[Any]] = {}
    problems: list[RowProblem] = []
    notes: list[str] = []


class PlanAnswer(BaseModel):
    """What would happen, or happened. `likely`: how many likely duplicates. `rows`: the first 200 not the same, refused ones first."""

    kind: Kind
    sheet: str
    counts: dict[str, int]
    taken: list[ColumnTaken]
    left_out: list[ColumnLeftOut]
    left_out_sheets: list[ColumnLeftOut]
    remarks: list[str]
    likely: int = 0
    rows: list[RowAnswer]


class RowPage(BaseModel):
    """`total`: how many rows there are of what was asked for, where that is known; `next` goes into `cursor`."""

    items: list[RowAnswer]
    total: int | None
    next: str | None


class LikelyAnswer(BaseModel):
    """A row beside what it is likely to be: another row of the sheet, or what is on Signpost. `said` and `other_said`: field → value."""

    number: int
    name: str
    other_name: str
    other_row: int | None
    sureness: str
    reason: str
    said: dict[str, Any]
    other_said: dict[str, Any]


class LikelyPage(BaseModel):
    items: list[LikelyAnswer]
    total: int
    next: str | None


class PreviewAnswer(BaseModel):
    """Nothing was changed. The file is kept for a day under `upload`. `left`: rows that the person wants left out."""

    upload: str
    filename: str
    authority: str
    plan: PlanAnswer
    left: list[int] = []


class ReportAnswer(BaseModel):
    """`import_id` is None when nothing was written: all rows were the same, or the file was refused as a whole.

    Of a request sent again with its Idempotency-Key, `plan` has the counts and rows of the first time, not how columns were read.
    """

    import_id: str | None
    file_refused: bool
    plan: PlanAnswer


class ImportAnswer(BaseModel):
    """An import that was done."""

    id: str
    at: datetime
    who: str
    filename: str
    kind: Kind
    authority: str
    provider_id: str | None
    counts: dict[str, int]
    undone_at: datetime | None
    undone_by: str | None
    state: ImportState
    left_alone: int
    likely: int
    rows: list[RowAnswer] = []


class LeftAlone(BaseModel):
    name: str
    reason: str


class UndoAnswer(BaseModel):
    """What was brought back, and what was left alone because somebody changed it since."""

    import_id: str
    removed: int
    restored: int
    left_alone: list[LeftAlone]


def plan_answer(plan: ImportPlan) -> PlanAnswer:
    recognised = plan.recognised
    telling = sorted((row for row in plan.rows if row.action is not Action.SAME), key=lambda row: row.action is not Action.REFUSE)
    return PlanAnswer(
        kind=recognised.kind,
        sheet=plan.sheet,
        counts=dict(plan.counts),
        taken=[ColumnTaken(column=each.header, field=field, why=each.why) for field, each in recognised.columns.items()],
        left_out=[ColumnLeftOut.model_validate(vars(each)) for each in recognised.left_out],
        left_out_sheets=[ColumnLeftOut.model_validate(vars(each)) for each in plan.left_out_sheets],
        remarks=list(recognised.remarks),
        likely=len(plan.likely),
        rows=[planned_row(row) for row in telling[:ROWS_SHOWN]],
    )


def report_answer(report: ImportReport) -> ReportAnswer:
    return ReportAnswer(import_id=report.import_id, file_refused=report.file_refused, plan=plan_answer(report.plan))


def import_answer(record: ImportRecord, rows: Iterable[ImportedRow] = ()) -> ImportAnswer:
    return ImportAnswer(
        id=record.id,
        at=record.at,
        who=record.by_name,
        filename=record.filename,
        kind=record.kind,
        authority=record.authority,
        provider_id=record.provider_id,
        counts=dict(record.counts),
        undone_at=record.undone_at,
        undone_by=record.undone_by,
        state=record.state,
        left_alone=record.left_alone,
        likely=len(record.likely),
        rows=[imported_row(row) for row in rows],
    )


def undo_answer(report: UndoReport) -> UndoAnswer:
    left = [LeftAlone(name=name, reason=reason) for name, reason in report.left_alone]
    return UndoAnswer(import_id=report.import_id, removed=report.removed, restored=report.restored, left_alone=left)


def likely_answer(pair: Pair) -> LikelyAnswer:
    likeness = pair.likeness
    return LikelyAnswer(
        number=pair.row.number,
        name=pair.row.name,
        other_name=likeness.other_name,
        other_row=likeness.other_row,
        sureness=likeness.sureness,
        reason=likeness.reason,
        said=dict(pair.said),
        other_said=dict(pair.other_said),
    )


def imported_row(row: ImportedRow) -> RowAnswer:
    return planned_row(
        PlannedRow(row.number, row.action, row.name, row.aggregate_id, changes=row.changes, problems=row.problems, notes=row.notes)
    )


def planned_row(row: PlannedRow) -> RowAnswer:
    return RowAnswer(
        number=row.number,
        action=row.action,
        name=row.name,
        aggregate_id=row.aggregate_id,
        changes={field: list(pair) for field, pair in row.changes.items()},
        problems=_problems(row),
        notes=list(row.notes),
    )


def _problems(row: PlannedRow | ImportedRow) -> list[RowProblem]:
    return [RowProblem(column=each.field, message=each.message, remedy=each.remedy) for each in row.problems]
