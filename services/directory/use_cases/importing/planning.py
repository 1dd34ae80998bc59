"""Plans a whole sheet, some rows at a time; those that the person wants left out are not planned."""

from collections.abc import Callable, Collection, Iterator, Sequence

from services.directory.domain.listings import Venue
from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.plan import Action, ImportTarget, Kind, PlannedRow
from services.directory.domain.spreadsheet.recognition import Taken
from services.directory.domain.spreadsheet.sheet import Row, as_text
from services.directory.use_cases.importing.plan_classes import ClassPlanner
from services.directory.use_cases.importing.plan_rows import AnyPlanned, Planned, Planner, in_batches
from services.directory.use_cases.importing.plan_venues import VenuePlanner
from services.directory.use_cases.ports import Stores
from shared.contracts.directory import VenueDetails
from shared.permissions import Actor

CarriedOut = Callable[[int, str], None]
"""Told (row number, id) of what a row is stored as now, so that no later row is taken to be about it."""

Batches = Iterator[tuple[Sequence[AnyPlanned], CarriedOut]]

LEFT_OUT = "Left out, because you said so."


class Planning:
    """One file for one importer; planned as often as what is stored changes under it."""

    def __init__(self, taken: Taken, places: Places, actor: Actor, into: ImportTarget, leave: Collection[int]) -> None:
        self._taken, self._places, self._actor, self._into, self._leave = taken, places, actor, into, frozenset(leave)

    def batches(self, stores: Stores) -> Batches:
        """Raises Invalid when nothing says whose the courses are."""
        planner = self._planner(stores)
        for rows in in_batches(self._taken.sheet.rows()):
            planned = iter(planner.plan([row for row in rows if row.number not in self._leave]))
            yield [self._left(row) if row.number in self._leave else next(planned) for row in rows], planner.carried_out

    def _planner(self, stores: Stores) -> Planner:
        if self._taken.recognised.kind is Kind.VENUES:
            return VenuePlanner(stores, self._places, self._actor, self._into, self._taken)
        return ClassPlanner(stores, self._actor, self._into, self._taken)

    def _left(self, row: Row) -> AnyPlanned:
        column = self._taken.recognised.columns["name"]
        name = as_text(row.cell(column.at)) or "(no name)"
        return Planned[VenueDetails, Venue](PlannedRow(row.number, Action.LEAVE, name, notes=(LEFT_OUT,)))
