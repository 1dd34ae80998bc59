"""See what bringing in a spreadsheet would do, before doing it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import ImportPlan, ImportTarget, PlannedRow
from services.directory.domain.spreadsheet.recognition import recognise
from services.directory.use_cases.importing.find_likely import LikelyFinder
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.importing.import_target import check_named_authority
from services.directory.use_cases.importing.kept_plan import KeptPlan
from services.directory.use_cases.importing.planning import Batches, Planning
from services.directory.use_cases.importing.remembered_places import RememberedPlaces
from services.directory.use_cases.ports import Progress, Spreadsheets, Works
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
    places, taken = RememberedPlaces(places), recognise(spreadsheets.read(file))
    check_named_authority(places, taken, into)
    with works.look() as stores:
        check_may_import(actor, into, stores)
        finder = LikelyFinder(stores, actor, into)
        kept = KeptPlan(
            "", _noted(Planning(taken, places, actor, into, ()).batches(stores), finder), lambda done: progress(done, taken.rows)
        )
        plan = replace(kept.plan_of(taken), likely=finder.found())
    if keep:
        keep(plan, kept.rows())
    return plan


def _noted(batches: Batches, finder: LikelyFinder) -> Batches:
    for batch, carried_out in batches:
        finder.note(batch)
        yield batch, carried_out
