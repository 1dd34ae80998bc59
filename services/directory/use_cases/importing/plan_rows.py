"""What planning venues and planning classes have in common: a planned row with what it takes to carry it out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Generic, Protocol, TypeVar

from rapidfuzz import fuzz, process

from services.directory.domain.changes import changed_fields
from services.directory.domain.listings import ClassListing, Venue
from services.directory.domain.spreadsheet.limits import MOST_SPELT_OUT
from services.directory.domain.spreadsheet.plan import Action, ImportPlan, PlannedRow, counted
from services.directory.domain.spreadsheet.recognition import Taken
from services.directory.domain.spreadsheet.sheet import Row, as_text
from shared.contracts.directory import ClassDetails, VenueDetails
from shared.errors import FieldProblem

ROWS_AT_ONCE = 500

D = TypeVar("D", VenueDetails, ClassDetails)
B = TypeVar("B", Venue, ClassListing)


@dataclass(frozen=True)
class Planned(Generic[D, B]):
    """`wanted` is the thing as the row wants it, `before` what is stored; `references` are names not yet known for it."""

    row: PlannedRow
    wanted: D | None = None
    before: B | None = None
    references: tuple[str, ...] = ()


AnyPlanned = Planned[VenueDetails, Venue] | Planned[ClassDetails, ClassListing]


class Planner(Protocol):
    """Plans rows in their order, some at a time; remembers what the rows before were about."""

    def plan(self, rows: Sequence[Row]) -> Sequence[AnyPlanned]: ...

    def carried_out(self, number: int, aggregate_id: str) -> None:
        """The row of that number is now stored under this id, so no later row is about it."""
        ...


def refused(row: Row, name: str, problems: Sequence[FieldProblem], width: int) -> PlannedRow:
    """`width`: how many cells to keep, for handing the row back."""
    cells = tuple(as_text(row.cell(at)) for at in range(width))
    return PlannedRow(row.number, Action.REFUSE, name, problems=tuple(problems), cells=cells)


def compared(number: int, name: str, wanted: D, before: B | None) -> PlannedRow:
    """Add, change or same, with what changes."""
    if before is None:
        return PlannedRow(number, Action.ADD, name, changes=changed_fields(None, wanted))
    changes = changed_fields(before.details, wanted)
    return PlannedRow(number, Action.CHANGE if changes else Action.SAME, name, before.id, changes)


def in_batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """So many are looked up, and stored, at once."""
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield some


def spelt_out(row: PlannedRow, at: int) -> PlannedRow:
    """`at`: how many rows came before."""
    return replace(row, changes={}) if row.action is Action.ADD and at >= MOST_SPELT_OUT else row


def plan_of(taken: Taken, rows: tuple[PlannedRow, ...]) -> ImportPlan:
    return ImportPlan(taken.sheet.name, taken.sheet.headers, taken.recognised, rows, counted(rows), taken.left_out_sheets)


def noted(row: PlannedRow, note: str) -> PlannedRow:
    return replace(row, notes=(*row.notes, note))


def nearest(name: str, names: Iterable[str]) -> str:
    """What a person may have meant, as a sentence; empty when nothing is near."""
    found = [each for each, _, _ in process.extract(name, sorted(set(names)), scorer=fuzz.WRatio, limit=3, score_cutoff=70)]
    return f"Did you mean {' or '.join(f'“{each}”' for each in found)}? " if found else ""
