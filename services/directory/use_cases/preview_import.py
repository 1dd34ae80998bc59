"""See what bringing in a spreadsheet would do, before doing it."""

from pathlib import Path

from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import ImportPlan, ImportTarget, PlannedRow, counted
from services.directory.domain.spreadsheet.recognition import Taken, recognise
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.importing.import_target import check_named_authority
from services.directory.use_cases.importing.plan_rows import spelt_out
from services.directory.use_cases.importing.planning import Planning
from services.directory.use_cases.importing.remembered_places import RememberedPlaces
from services.directory.use_cases.ports import Spreadsheets, Works
from shared.permissions import Actor


def preview_import(
    works: Works, places: Places, spreadsheets: Spreadsheets, actor: Actor, file: bytes | Path, into: ImportTarget
) -> ImportPlan:
    """Writes nothing. Raises TooLarge or Invalid for a file that cannot be taken, NotAllowed for another's listings."""
    places, taken = RememberedPlaces(places), recognise(spreadsheets.read(file))
    check_named_authority(places, taken, into)
    with works.look() as stores:
        check_may_import(actor, into, stores)
        batches = Planning(taken, places, actor, into, ()).batches(stores)
        rows = (each.row for batch, _ in batches for each in batch)
        return plan_of(taken, tuple(spelt_out(row, at) for at, row in enumerate(rows)))


def plan_of(taken: Taken, rows: tuple[PlannedRow, ...]) -> ImportPlan:
    return ImportPlan(taken.sheet.name, taken.sheet.headers, taken.recognised, rows, counted(rows), taken.left_out_sheets)
