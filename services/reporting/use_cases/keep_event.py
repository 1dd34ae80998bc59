"""Keep an event, then count it: what is counted can always be made again from what is kept."""

from typing import Any

from services.reporting.domain.projection import Projection
from services.reporting.domain.projections import PROJECTIONS
from services.reporting.use_cases.ports import ReportingWork
from shared.contracts.event import Event, EventData


def keep_event(w: ReportingWork, event: Event, said: EventData) -> None:
    """One that is kept already is counted already."""
    if w.events.append([event], w.now):
        for projection in PROJECTIONS:
            _fold(w, projection, event, said)


def keep_unknown(w: ReportingWork, event: Event, said: dict[str, Any]) -> None:
    """From a producer that is newer than we are. A later version of this code can count it: `signpost reporting rebuild`."""
    w.events.append([event], w.now)


def _fold(w: ReportingWork, projection: Projection[Any], event: Event, said: EventData) -> None:
    rows = w.rows(projection)
    for row in projection.rows_of(event, said):
        before = rows.get(projection.key_of(row))
        rows.put([row if before is None else projection.merge(before, row)])
