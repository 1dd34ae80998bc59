"""Make every projection anew in memory from the event store."""

from typing import Any

from services.reporting.domain.projection import Folding
from services.reporting.domain.projections import PROJECTIONS
from services.reporting.use_cases.ports import Events

AT_ONCE = 2_000


class FoldedLog:
    """Every projection, up to the position reached so far."""

    def __init__(self) -> None:
        self.foldings: tuple[Folding[Any], ...] = tuple(Folding(projection) for projection in PROJECTIONS)
        self.position = 0

    def take_all(self, events: Events) -> None:
        """To the end of the store as it is in this transaction. Called again, it goes on from there."""
        while batch := events.after(self.position, AT_ONCE):
            for position, event in batch:
                self.position = position
                for folding in self.foldings:
                    folding.take(event)
