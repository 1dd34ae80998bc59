"""Make everything that is counted anew from the log, while events arrive."""

from dataclasses import dataclass

from services.reporting.domain.fingerprint import Comparison, compared
from services.reporting.domain.projection import Folding
from services.reporting.use_cases.fold_log import FoldedLog
from services.reporting.use_cases.ports import ReportingWork, Works
from shared.permissions import Actor


@dataclass(frozen=True)
class Rebuilt:
    """`tables` compares what was stored before with what is now."""

    events: int
    tables: tuple[Comparison, ...]


def rebuild(works: Works, actor: Actor) -> Rebuilt:
    """Most of the log is read before anybody has to wait; what came since, and the change itself, are one transaction."""
    log = FoldedLog()
    with works.look() as stores:
        log.take_all(stores.events)
    with works.begin(actor, "rebuild what is counted") as w:
        log.take_all(w.events)
        tables = tuple(_replaced(w, folding) for folding in log.foldings)
    return Rebuilt(log.position, tables)


def _replaced(w: ReportingWork, folding: Folding[object]) -> Comparison:
    projection, rows = folding.projection, w.rows(folding.projection)
    before = {projection.key_of(row): row for row in rows.every()}
    rows.empty()
    rows.put(folding.rows.values())
    w.audit("projection", projection.name, "rebuilt", 1, {"rows": [len(before), len(folding.rows)]})
    return compared(projection.name, before, folding.rows)
