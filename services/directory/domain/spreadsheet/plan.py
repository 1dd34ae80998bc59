"""What an import would do, row by row, before it does it; and what is remembered of one that was done."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.errors import FieldProblem

Changes = Mapping[str, Sequence[Any]]
"""Field → [before, after]."""


class Kind(StrEnum):
    """What the rows of a sheet are; `feed` is of imports from another authority's feed, whose rows are all three kinds of thing."""

    VENUES = "venues"
    COURSES = "courses"
    FEED = "feed"


class Action(StrEnum):
    """What becomes of one row."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    REFUSE = "refuse"
    LEAVE = "leave"
    """The person wants it left out."""


@dataclass(frozen=True)
class ImportTarget:
    """Whose the rows are: the authority (GSS code) and, for a provider's own sheet, the provider."""

    authority: str
    provider_id: str | None = None

    @property
    def scope(self) -> str:
        """References in a sheet are the importer's own, so they are kept under the provider, else under the authority."""
        return self.provider_id or self.authority


@dataclass(frozen=True)
class LeftOut:
    """A column that is not taken: its header, why, and how many of its cells have something in them."""

    column: str
    reason: str
    filled: int


@dataclass(frozen=True)
class Column:
    """A column that is taken. `at` counts from 0; `why` says how it was recognised."""

    header: str
    at: int
    why: str


@dataclass(frozen=True)
class Recognised:
    """What a sheet's columns are. `remarks` are readings that a person should know of."""

    kind: Kind
    columns: Mapping[str, Column]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...] = ()

    def header(self, field: str) -> str:
        """The column's header as in their sheet; the field's own name when no column holds it."""
        column = self.columns.get(field)
        return column.header if column else field.replace("_", " ")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row. `problems` name columns by the headers of their sheet; `cells` are kept of refused rows only, as text.

    `changes` of an added row are what it will say; past the first thousand added rows (limits.py) they are left out.
    """

    number: int
    action: Action
    name: str
    aggregate_id: str | None = None
    changes: Changes = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()
    notes: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type["PlannedRow"], tuple[Any, ...]]:
        """Plans are put aside on the disk; a dataclass with slots would be taken apart field by field."""
        said = self.number, self.action, self.name, self.aggregate_id, self.changes, self.problems, self.notes, self.cells
        return PlannedRow, said


_SURENESS = ((85, "very likely the same"), (70, "likely the same"), (0, "may be the same"))


@dataclass(frozen=True)
class Likeness:
    """A row that is likely to be another row, or a stored thing, under a slightly different name. `score` is out of 100."""

    number: int
    other_name: str
    score: int
    reason: str
    other_row: int | None = None
    other_id: str | None = None

    @property
    def sureness(self) -> str:
        return next(
            words for least, words in ((85, "very likely the same"), (70, "likely the same"), (0, "may be the same")) if self.score >= least
        )


@dataclass(frozen=True)
class ImportPlan:
    """`sheet` is the sheet taken, `left_out_sheets` the others of the workbook, with why.

    `counts`: action → rows; every action is there (`leave` where there are such rows) and they add up to the rows of the sheet.
    """

    sheet: str
    headers: tuple[str, ...]
    recognised: Recognised
    rows: tuple[PlannedRow, ...]
    counts: Mapping[str, int]
    left_out_sheets: tuple[LeftOut, ...] = ()
    likely: tuple[Likeness, ...] = ()

    @property
    def refused(self) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.rows if row.action is Action.REFUSE)


def counted(rows: Iterable[PlannedRow]) -> dict[str, int]:
    found = Counter(row.action for row in rows)
    return {action.value: found[action] for action in Action if action is not Action.LEAVE or found[action]}


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `import_id` is None when nothing was written: all rows were the same, or the file was refused."""

    plan: ImportPlan
    import_id: str | None
    file_refused: bool = False


@dataclass(frozen=True)
class Reference:
    """The importer's own name for a thing (YOUR_REFERENCE, a UPRN) within `scope`. `kind` is "venue" or "class"."""

    kind: str
    scope: str
    reference: str
    aggregate_id: str


class ImportState(StrEnum):
    DONE = "done"
    UNDONE = "undone"
    PARTLY_UNDONE = "partly undone"


@dataclass(frozen=True)
class ImportRecord:
    """An import that was done. `headers` are the sheet's, in its order, for the workbook of failed rows.

    `left_alone`: how many rows its undo could not take back. `likely`: likely duplicates that the person was shown, the surest of them.
    """

    id: str
    at: datetime
    by_subject: str
    by_name: str
    filename: str
    sha256: str
    sheet: str
    kind: Kind
    authority: str
    provider_id: str | None
    headers: tuple[str, ...]
    counts: Mapping[str, int]
    undone_at: datetime | None = None
    undone_by: str | None = None
    left_alone: int = 0
    likely: tuple[Likeness, ...] = ()

    @property
    def state(self) -> ImportState:
        if self.undone_at is None:
            return ImportState.DONE
        return ImportState.PARTLY_UNDONE if self.left_alone else ImportState.UNDONE

    @property
    def target(self) -> ImportTarget:
        return ImportTarget(self.authority, self.provider_id)


@dataclass(frozen=True)
class ImportedRow:
    """A row that added, changed, brought a new reference, was refused or left out.

    `before` is the stored state it replaced, `sequence_after` the sequence it left; `changes` are kept of changed rows only.
    """

    number: int
    action: Action
    name: str
    aggregate_id: str | None = None
    before: Mapping[str, Any] | None = None
    sequence_after: int | None = None
    problems: tuple[FieldProblem, ...] = ()
    cells: tuple[str, ...] = ()
    changes: Changes = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class UndoReport:
    """What an undo brought back, and what it left alone with the reason, by name."""

    import_id: str
    removed: int
    restored: int
    left_alone: tuple[tuple[str, str], ...] = ()
