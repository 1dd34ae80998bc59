"""Trials with a guard taken out: each must be found wanting."""

from dataclasses import dataclass

from tests.faults import acts
from tests.faults.bed import Wanted
from tests.faults.processes import Kills
from tests.faults.stack_bed import StackWanted
from tests.faults.trial import Configuration

FEW = 800
"""Events: enough for a guard that is gone to be missed."""
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
        Wanted({"producer": Kills("api.after_commit", (5, 6))}, {"producer": ("outbox",)}, events=FEW),
        quiet_seconds=SOON,
    ),
)
LOCAL_PLANTED = (LOCAL_OUTBOX,)


INBOX = Planted(
    "inbox",
    "a consumer takes whatever comes for new",
    Configuration(
        "workers killed after commit, without the inbox",
        "",
        "rabbitmq",
        StackWanted({"faults.count": Kills("worker.after_commit", (2, 3))}, {"faults.count": ("inbox",)}, events=FEW),
        quiet_seconds=SOON,
    ),
)
PLANTED_OVER_RABBITMQ = (
    INBOX,
    Planted(
        "confirm",
        "the relay marks a page as sent without waiting for the broker's confirm",
        Configuration(
            "connections cut, without the confirm",
            "",
            "rabbitmq",
            StackWanted({}, {"relay": ("confirm",)}, events=FEW),
            acts.out_cut_often,
            quiet_seconds=SOON,
        ),
    ),
    Planted(
        "sequence",
        "a consumer of the latest state takes whatever comes",
        Configuration(
            "sent again, out of order and late, without the sequence",
            "",
            "rabbitmq",
            StackWanted({}, {"faults.latest": ("sequence",)}, events=FEW),
            acts.sent_again_and_out_of_order,
            quiet_seconds=SOON,
        ),
    ),
    Planted(
        "outbox",
        "events are kept after the change, in a transaction of their own",
        Configuration(
            "producer killed after commit, without the outbox",
            "",
            "rabbitmq",
            StackWanted({"producer": Kills("api.after_commit", (5, 6))}, {"producer": ("outbox",)}, events=FEW),
            quiet_seconds=SOON,
        ),
    ),
)
