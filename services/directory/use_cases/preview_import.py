"""See what bringing in a spreadsheet would do, before doing it."""

from pathlib import Path

from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import ImportPlan, ImportTarget, Kind, PlannedRow, counted
from services.directory.domain.spreadsheet.recognition import Taken, recognise
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.importing.import_target import check_named_authority
from services.directory.use_cases.importing.plan_classes import ClassPlanner
from services.directory.use_cases.importing.plan_rows import Planner, spelt_out
from services.directory.use_cases.importing.plan_venues import VenuePlanner
from services.directory.use_cases.ports import Spreadsheets, Stores, Works
from shared.permissions import Actor


def preview_import(
    works: Works, places: Places, spreadsheets: Spreadsheets, actor: Actor, file: bytes | Path, into: ImportTarget
) -> ImportPlan:
    """Writes nothing. Raises TooLarge or Invalid for a file that cannot be taken, NotAllowed for another's listings."""
    taken = recognise(spreadsheets.read(file))
    check_named_authority(places, taken, into)
    with works.look() as stores:
        check_may_import(actor, into, stores)
        return planned(taken, stores, places, actor, into)


def planned(taken: Taken, stores: Stores, places: Places, actor: Actor, into: ImportTarget) -> ImportPlan:
    """The same on stores already open."""
    planner = planner_for(taken, stores, places, actor, into)
    return plan_of(taken, tuple(spelt_out(planner.plan(row).row, at) for at, row in enumerate(taken.sheet.rows())))


def planner_for(taken: Taken, stores: Stores, places: Places, actor: Actor, into: ImportTarget) -> Planner:
    """Raises Invalid when nothing says whose the courses are."""
    if taken.recognised.kind is Kind.VENUES:
        return VenuePlanner(stores, places, actor, into, taken)
    return ClassPlanner(stores, actor, into, taken)


def plan_of(taken: Taken, rows: tuple[PlannedRow, ...]) -> ImportPlan:
    return ImportPlan(taken.sheet.name, taken.sheet.headers, taken.recognised, rows, counted(rows), taken.left_out_sheets)
