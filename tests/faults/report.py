"""The page docs/reference/faults.md: what the last whole run of the matrix found. The run is kept as data beside this file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.trial import Result

LAST_RUN = Path(__file__).with_name("last_run.json")
TITLE = "What happens to events when things fail"
HEAD = """\
Made by `make faults`, which makes every fault of this page on the real processes and compares, in the end, what was committed with what
came of it. Why it is so and what is not tried: [decision 26](../decisions/0026-faults.md). How to run it, and what to do about a failure:
[run the fault matrix](../how-to/run-the-fault-matrix.md).

- **Events**: committed in the directory while the fault happened, by a process that changes classes forty at a time and by somebody who
  changes them one by one over the API.
- **Lost**: accepted and not in the database, or without their effect in a consumer; also changes without an event, and events that should
  wait for a person and do not.
- **Doubled**: with more than one effect.
- **Out of order**: things of which an older state was written over a newer.
- **Recovery**: seconds from the end of the fault until everything committed by then had its effect.

The consumers are the Open Referral feed, reporting with its figures of supply, and two that are careless on purpose, so that doubles and
disorder show."""
GUARDS = "Each guard was taken out of one process (tests/faults/plants.py), and the same comparison made. It must fail."
COLUMNS = ("Configuration", "Delivery", "Events", "Lost", "Doubled", "Out of order", "Killed", "Parked", "Recovery, s")


@dataclass(frozen=True)
class Made:
    """One configuration of the run."""

    name: str
    what: str
    delivery: str
    events: int
    lost: int
    doubled: int
    out_of_order: int
    killed: Mapping[str, int]
    parked: int
    recovery_seconds: float
    findings: Sequence[str]


@dataclass(frozen=True)
class Caught:
    """A guard that was taken out of one process of a configuration, and what the checker said to it."""

    guard: str
    what: str
    configuration: str
    findings: Sequence[str]


@dataclass(frozen=True)
class Run:
    made: Sequence[Made]
    caught: Sequence[Caught]
    versions: Mapping[str, str]
    minutes: float

    def keep(self) -> None:
        LAST_RUN.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")


def last_run() -> Run:
    kept = json.loads(LAST_RUN.read_text())
    made, caught = [Made(**each) for each in kept["made"]], [Caught(**each) for each in kept["caught"]]
    return Run(made, caught, kept["versions"], kept["minutes"])


def made(result: Result) -> Made:
    configuration, verdict = result.configuration, result.verdict
    return Made(
        name=configuration.name,
        what=configuration.what,
        delivery=configuration.delivery,
        events=verdict.events,
        lost=verdict.lost,
        doubled=verdict.doubled,
        out_of_order=verdict.out_of_order,
        killed=result.killed,
        parked=result.parked,
        recovery_seconds=round(result.recovery_seconds, 1),
        findings=verdict.findings,
    )


def faults_parts(run: Run) -> Sequence[str]:
    """Title and paragraphs of the page."""
    return (
        TITLE,
        HEAD,
        _told(run),
        "## The matrix",
        _table(COLUMNS, [_row(one) for one in run.made]),
        "## What was done",
        "\n".join(f"- **{one.name}**: {one.what}" for one in run.made),
        "## The comparison is not blind",
        GUARDS,
        _table(("Guard taken out", "Tried on", "What was found"), [_caught(one) for one in run.caught]),
    )


def line(one: Made) -> str:
    """For the terminal, as soon as it is known."""
    outcome = "FAILED" if one.findings else "ok    "
    figures = f"{one.events} events, {one.lost} lost, {one.doubled} doubled, {one.out_of_order} out of order"
    return f"{outcome}  {one.name}: {figures}, {sum(one.killed.values())} killed, {one.recovery_seconds:.1f} s to recover"


def _told(run: Run) -> str:
    events = sum(one.events for one in run.made)
    parts = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    failed = [one.name for one in run.made if one.findings]
    outcome = f"**Failed: {', '.join(failed)}.**" if failed else "Nothing was lost, doubled or out of order in any."
    return f"The last whole run: {len(run.made)} configurations with {events:,} events, in {run.minutes:.0f} minutes. {outcome} On {parts}."


def _row(one: Made) -> list[str]:
    killed = ", ".join(f"{name} ×{times}" for name, times in one.killed.items()) or "–"
    counts = map(str, (one.events, one.lost, one.doubled, one.out_of_order))
    return [one.name, one.delivery, *counts, killed, str(one.parked), f"{one.recovery_seconds:.1f}"]


def _caught(one: Caught) -> list[str]:
    return [f"**{one.guard}**: {one.what}", one.configuration, "; ".join(one.findings)]


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |" for cells in lines)
