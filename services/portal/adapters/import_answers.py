"""What the directory answers about imports, as the portal's pages read it."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared.errors import FieldProblem


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
    likely: int = 0
    rows: tuple[ImportRow, ...]


class Preview(BaseModel):
    """Nothing is changed yet; the directory keeps the file for a day under `upload`."""

    upload: str
    filename: str
    authority: str
    plan: ImportPlan
    left: tuple[int, ...] = ()


class Rows(BaseModel):
    """`total`: how many there are of what was asked for, where that is known."""

    items: tuple[ImportRow, ...]
    total: int | None
    next: str | None


class LikelyPair(BaseModel):
    """A row beside what it is likely to be; `other_row` is None where that is on Signpost. `said`, `other_said`: field → value."""

    number: int
    name: str
    other_name: str
    other_row: int | None
    sureness: str
    reason: str
    said: dict[str, Any]
    other_said: dict[str, Any]


class LikelyPairs(BaseModel):
    items: tuple[LikelyPair, ...]
    total: int
    next: str | None


class JobProblem(BaseModel):
    status: int
    title: str
    detail: str
    remedy: str
    problems: tuple[FieldProblem, ...]


class Job(BaseModel):
    """A file that is looked through or brought in. `done` of `total` are rows."""

    id: str
    doing: str
    state: str
    done: int
    total: int
    upload: str
    filename: str
    authority: str | None
    provider_id: str | None
    import_id: str | None
    file_refused: bool
    problem: JobProblem | None

    @property
    def ended(self) -> bool:
        return self.state in {"done", "stopped", "failed"}

    @property
    def percent(self) -> int:
        """0 while it is not known how many rows there are."""
        return 100 * self.done // self.total if self.total else 0


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
    state: str
    left_alone: int
    likely: int
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
