"""A plan put aside on the disk between the moment a file is looked through and the moment it is carried out.

50,000 planned rows would take some 250 MB of memory, and planning them a second time as long as the first time.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from tempfile import SpooledTemporaryFile

from services.directory.domain.spreadsheet.plan import Action, ImportPlan, PlannedRow
from services.directory.domain.spreadsheet.recognition import Taken
from services.directory.use_cases.importing.plan_rows import AnyPlanned, plan_of, spelt_out
from services.directory.use_cases.importing.planning import Batches, CarriedOut

_IN_MEMORY = 8_000_000
"""Bytes; a larger plan goes to a nameless file that ends with the process."""


class KeptPlan:
    """`mark`: what was stored when it was planned, see Stores.mark. `progress` is told how many rows are planned."""

    def __init__(self, mark: str, batches: Batches, progress: Callable[[int], None]) -> None:
        self.mark, self.refused = mark, 0
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is read later and ends with this object
        planned = 0
        for batch, _ in batches:
            pickle.dump(list(batch), self._file, pickle.HIGHEST_PROTOCOL)
            planned += len(batch)
            self.refused += sum(each.row.action is Action.REFUSE for each in batch)
            progress(planned)

    def batches(self) -> Batches:
        for batch in self._read():
            yield batch, _nobody_asks

    def plan_of(self, taken: Taken) -> ImportPlan:
        return plan_of(taken, tuple(spelt_out(row, at) for at, row in enumerate(self.rows())))

    def rows(self) -> Iterator[PlannedRow]:
        """Every one as it is."""
        return (each.row for batch in self._read() for each in batch)

    def _read(self) -> Iterator[Sequence[AnyPlanned]]:
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 - written by this object, in a file that has no name
            except EOFError:
                return


_nobody_asks: CarriedOut = lambda number, id: None  # noqa: E731 - every row is planned already
