"""Changes one of the product's own processes so that a trial can stop it exactly where it wants, or take a guard out of it.

The third time a process passes the point it is told of, say, it is killed with SIGKILL, as by a power cut: nothing is flushed, closed or
said. The product knows nothing of this but the points it passes (shared/marks.py).
"""

import importlib
import json
import os
import runpy
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from shared import clock, marks

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Trial:
    """What is done to one process. `kill`: a point, and at which passing of it. `guards_out`: names of tests/faults/plants.py.

    `clock`: a file that says how many seconds the clock of this process is wrong; it is read at every look.
    `constants`: "module:NAME" → another number, for waiting times that no trial could wait for. `sends`: a relay, which is told of the
    trial's own consumers. `green`: a worker on nameko, whose sockets and locks must be changed before anything else is read.
    """

    kill: tuple[str, int] | None = None
    guards_out: tuple[str, ...] = ()
    clock: str | None = None
    constants: Mapping[str, float] = field(default_factory=dict)
    sends: bool = False
    green: bool = False


def prepare(trial: Trial) -> None:
    """In the process itself, before its work begins."""
    if trial.kill:
        marks.listen(kill_at(*trial.kill))
    if trial.clock:
        clock.SystemClock.now = _wrong_by(Path(trial.clock))  # type: ignore[assignment, method-assign]
    for guard in trial.guards_out:
        importlib.import_module("tests.faults.plants").take_out(guard)
    for place, number in trial.constants.items():
        owner, _, name = place.partition(":")
        setattr(importlib.import_module(owner), name, number)
    if trial.sends:
        _send_to_trial()


def kill_at(point: str, passing: int) -> Callable[[str], None]:
    """A listener that ends this process when it passes the point for that time."""
    passings = count(1)

    def listener(passed: str) -> None:
        if passed == point and next(passings) == passing:
            os.kill(os.getpid(), signal.SIGKILL)

    return listener


def _wrong_by(error: Path) -> Callable[[clock.SystemClock], datetime]:
    right = clock.SystemClock.now
    return lambda one: right(one) + timedelta(seconds=float(error.read_text()))


def _send_to_trial() -> None:
    """The trial's own consumers stand in the table of who hears what, beside the product's."""
    trial = importlib.import_module("tests.faults.consumers")
    table = (*importlib.import_module("signpost.subscriptions").OVER_THE_BROKER, *trial.subscriptions())
    for reader in ("signpost.subscriptions", "signpost.stack.serving"):
        vars(importlib.import_module(reader))["OVER_THE_BROKER"] = table


def main() -> None:
    trial = Trial(**json.loads(sys.argv[1]))
    if trial.green:
        importlib.import_module("shared.messaging.rabbitmq.green").make_green()
    prepare(trial)
    module, sys.argv = sys.argv[2], sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
