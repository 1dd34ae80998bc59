"""Both nurseries, for as long as trials are made."""

from pathlib import Path

from tests.faults.launch import ROOT, Trial
from tests.faults.nursery import Nursery
from tests.faults.processes import Starts, alone


class Nurseries:
    """`starts(trial)`: how a process of this code is started."""

    def __init__(self) -> None:
        self._plain, self._green = Nursery(green=False), Nursery(green=True)

    def starts(self, trial: Trial, code: Path = ROOT) -> Starts:
        if code != ROOT:
            return alone(code)
        return self._green.start if trial.green else self._plain.start

    def close(self) -> None:
        self._plain.close()
        self._green.close()
