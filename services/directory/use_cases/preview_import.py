"""See what bringing in a spreadsheet would do, before doing it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import ImportPlan, ImportTarget, PlannedRow
from services.directory.domain.spreadsheet.recognition import recognise
from services.directory.domain.spreadsheet.sheet import RawSheet
from services.directory.use_cases.importing.find_likely import LikelyFinder
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.importing.import_target import check_named_authority
from services.directory.use_cases.importing.kept_plan import KeptPlan
from services.directory.use_cases.importing.planning import Batches, Planning
from services.directory.use_cases.importing.remembered_places import RememberedPlaces
from services.directory.use_cases.ports import Progress, Spreadsheets, Stores, Works
from shared.permissions import Actor

Keep = Callable[[ImportPlan, Iterable[PlannedRow]], None]


def preview_import(
    works: Works,
    places: Places,
    spreadsheets: Spreadsheets,
    actor: Actor,
    file: bytes | Path,
    into: ImportTarget,
    *,
    keep: Keep | None = None,
    progress: Progress = lambda done, total: None,
) -> ImportPlan:
    """Changes nothing. Raises TooLarge or Invalid for a file that cannot be taken, NotAllowed for another's listings.

    `keep` is given the plan and every row of it as the row is, to put it aside; the plan that is returned spells out its first rows only.
    """
    places = RememberedPlaces(places)
    with works.look() as stores:
        finder = LikelyFinder(stores, actor, into)
        plan, kept = _planned(spreadsheets.read(file), stores, places, actor, into, finder, progress)
        plan = replace(plan, likely=finder.found())
    if keep:
        keep(plan, kept.rows())
    return plan


def _planned(
    sheets: Sequence[RawSheet], stores: Stores, places: Places, actor: Actor, into: ImportTarget, finder: LikelyFinder, progress: Progress
) -> tuple[ImportPlan, KeptPlan]:
    """A workbook takes a hundred megabytes: it is let go with the end of this, before duplicates are looked for."""
    taken = recognise(sheets)
    check_named_authority(places, taken, into)
    check_may_import(actor, into, stores)
    batches = _noted(Planning(taken, places, actor, into, ()).batches(stores), finder)
    kept = KeptPlan("", batches, lambda done: progress(done, taken.rows))
    return kept.plan_of(taken), kept


def _noted(batches: Batches, finder: LikelyFinder) -> Batches:
    for batch, carried_out in batches:
        finder.note(batch)
        yield batch, carried_out
