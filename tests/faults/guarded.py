"""Trials with a guard taken out: each must be found wanting."""

from dataclasses import dataclass, replace

from tests.faults.bed import Wanted
from tests.faults.processes import Kills
from tests.faults.trial import Configuration

SOON = 6.0
"""Seconds without movement after which nothing more is waited for: what is missing here never comes."""


@dataclass(frozen=True)
class Planted:
    """`guard`: of tests/faults/plants.py. `configuration`: with the guard out of the process it is in."""

    guard: str
    what: str
    configuration: Configuration


LOCAL_OUTBOX = Planted(
    "outbox",
    "events are kept after the change, in a transaction of their own",
    Configuration(
        "local: producer killed after commit, without the outbox",
        "",
        "embedded",
        Wanted({"producer": Kills("api.after_commit", (9, 8))}, {"producer": ("outbox",)}, pause_seconds=0.08),
        quiet_seconds=SOON,
    ),
)
LOCAL_SEQUENCE = Planted(
    "sequence",
    "a consumer of the latest state takes whatever comes",
    Configuration(
        "local: events tried again, without the sequence",
        "",
        "embedded",
        Wanted({}, {"deliverer": ("sequence",)}, pause_seconds=0.08),
        quiet_seconds=SOON,
    ),
)
LOCAL_PLANTED = (LOCAL_OUTBOX, LOCAL_SEQUENCE)


def unharmed(planted: Planted) -> Configuration:
    """The same trial with every guard in its place."""
    return replace(planted.configuration, wanted=replace(planted.configuration.wanted, guards_out={}))
