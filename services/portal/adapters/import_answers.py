"""What the directory answers about imports, as the portal's pages read it."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class ColumnTaken(BaseModel):
    column: str
    field: str
    why: str


class ColumnLeftOut(BaseModel):
    """`filled`: how many of its cells have something in them."""

    column: str
    reason: str
    filled: int


class RowProblem(BaseModel):
    column: str
    message: str
    remedy: str


class ImportRow(BaseModel):
    """`number` as a spreadsheet program shows it. `changes`: field → [before, after]."""

    number: int
    action: str
    name: str
    changes: dict[str, list[Any]] = {}
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()


class ImportPlan(BaseModel):
    """`rows` are the first that are not the same; `counts`: action → rows, all of them."""

    kind: str
    sheet: str
    counts: dict[str, int]
    taken: tuple[ColumnTaken, ...]
    left_out: tuple[ColumnLeftOut, ...]
    left_out_sheets: tuple[ColumnLeftOut, ...]
    remarks: tuple[str, ...]
    rows: tuple[ImportRow, ...]


class Preview(BaseModel):
    """Nothing is changed yet; the directory keeps the file for a day under `upload`."""

    upload: str
    filename: str
    authority: str
    plan: ImportPlan


class Report(BaseModel):
    """`import_id` is None when nothing was written."""

    import_id: str | None
    file_refused: bool
    plan: ImportPlan


class Import(BaseModel):
    id: str
    at: datetime
    who: str
    filename: str
    kind: str
    authority: str
    provider_id: str | None
    counts: dict[str, int]
    undone_at: datetime | None
    undone_by: str | None
    rows: tuple[ImportRow, ...] = ()


class LeftAlone(BaseModel):
    name: str
    reason: str


class Undone(BaseModel):
    """`left_alone`: what somebody changed since."""

    import_id: str
    removed: int
    restored: int
    left_alone: tuple[LeftAlone, ...]
