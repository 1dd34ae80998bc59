"""Is what is counted what the log gives? Table by table, in one moment."""

from dataclasses import dataclass

from services.reporting.domain.fingerprint import Comparison, compared
from services.reporting.use_cases.fold_log import FoldedLog
from services.reporting.use_cases.ports import Works


@dataclass(frozen=True)
class Verified:
    """`events` the log held; `misfits`: ids of events whose data does not fit the contract we have for their type."""

    events: int
    tables: tuple[Comparison, ...]
    misfits: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return all(table.agrees for table in self.tables)


def verify(works: Works) -> Verified:
    """Events that arrive meanwhile are in neither side."""
    log = FoldedLog()
    with works.look() as stores:
        log.take_all(stores.events)
        tables = []
        for folding in log.foldings:
            stored = {folding.projection.key_of(row): row for row in stores.rows(folding.projection).every()}
            tables.append(compared(folding.projection.name, stored, folding.rows))
    return Verified(log.position, tuple(tables), tuple(sorted({id for folding in log.foldings for id in folding.misfits})))
