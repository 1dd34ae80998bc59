"""One trial: events are said, something happens to whoever carries them, and in the end everything is as if nothing had."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic, sleep
from typing import Any, Literal

from services.directory.entrypoints.listener import FEED
from tests.faults.bed import Bed, Wanted, until
from tests.faults.checker import Verdict

QUIET_SECONDS = 35.0
"""Longer than the longest pause of anything that tries again: when nothing has moved for so long, nothing will."""
STEP_SECONDS = 0.5
Act = Callable[[Any], None]
"""Given the bed of its delivery."""
Delivery = Literal["embedded", "rabbitmq"]
Ground = Literal["shared", "impatient", "cluster", "small disk"]
"""Which servers: those all trials share; a broker that soon closes channels; three brokers; a small disk under the directory's database."""


@dataclass(frozen=True)
class Configuration:
    """`what`: one sentence for the report. `act` is begun when a third of the events is said, and comes back when the fault is over."""

    name: str
    what: str
    delivery: Delivery
    wanted: Wanted = field(default_factory=Wanted)
    act: Act | None = None
    quiet_seconds: float = QUIET_SECONDS
    ground: Ground = "shared"


@dataclass(frozen=True)
class Result:
    """`recovery_seconds`: from the end of the fault until everything committed by then had its effect. `restarts`: by process."""

    configuration: Configuration
    verdict: Verdict
    recovery_seconds: float
    seconds: float
    killed: Mapping[str, int]
    parked: int
    refused: int


def run(configuration: Configuration, bed: Bed) -> Result:
    """Raises NeverHappened where the fault could not be made. Closes the bed."""
    begun = monotonic()
    try:
        bed.start()
        bed.begin()
        bed.wait_for_share(1 / 3)
        if configuration.act:
            configuration.act(bed)
        over = _all_killed(bed)
        recovery = _recovered(bed, over, configuration.quiet_seconds)
        bed.produced()
        verdict = _settled(bed, configuration.quiet_seconds)
    finally:
        bed.close()
    killed = {process.name: process.killed for process in bed.processes.values() if process.killed}
    refused = bed.person.refused if bed.person else 0
    return Result(configuration, verdict, recovery, monotonic() - begun, killed, len(bed.parked), refused)


def _all_killed(bed: Bed) -> float:
    """Wait for each kill that is wanted; the moment of the last one, or now when none is."""
    moments = [monotonic()]
    for name, kills in bed.wanted.kills.items():
        process, times = bed.processes[name], len(kills.passings)
        until(f"{name} passes {kills.point}", partial(process.was_killed, times))
        moments += process.killed_at
    return max(moments[1:], default=moments[0])


def _recovered(bed: Bed, over: float, patience: float) -> float:
    ids = {event.id for event in bed.truth().heard_by(FEED)}
    end = monotonic() + 2 * patience
    while bed.missing(ids) and monotonic() < end:
        sleep(STEP_SECONDS)
    return monotonic() - over


def _settled(bed: Bed, quiet_seconds: float) -> Verdict:
    """The verdict once all is well and nothing is on its way; or once nothing has moved for long, as it is then."""
    moved, last = monotonic(), bed.moving()
    ids = {event.id for event in bed.truth().heard_by(FEED)}
    while monotonic() - moved < quiet_seconds:
        if not bed.missing(ids) and bed.idle() and bed.check().passed:
            break
        sleep(STEP_SECONDS)
        if (now := bed.moving()) != last:
            moved, last = monotonic(), now
    return bed.check()
