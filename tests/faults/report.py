"""The report of the whole matrix, as a page of the reference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.trial import Configuration, Result

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "faults.md"
HEAD = """\
# What happens to events when things fail

Written by `make faults`, which makes every fault of this page on the real processes and compares, in the end, what was committed with what
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
disorder show.
"""
COLUMNS = ("Configuration", "Delivery", "Events", "Lost", "Doubled", "Out of order", "Killed", "Parked", "Recovery, s")


@dataclass(frozen=True)
class Caught:
    """A guard that was taken out of one process of a configuration, and what the checker said to it."""

    guard: str
    what: str
    configuration: str
    findings: Sequence[str]


def written(results: Sequence[Result], caught: Sequence[Caught], versions: Mapping[str, str], minutes: float) -> str:
    parts = [HEAD, _run(results, versions, minutes), "## The matrix\n", table(COLUMNS, [_row(one) for one in results])]
    parts += ["\n## What was done in each\n", *(_explained(one.configuration) for one in results)]
    parts += [
        "\n## The checker is not blind\n",
        GUARDS_TOLD,
        table(("Guard taken out", "Tried on", "What the checker found"), map(_caught, caught)),
    ]
    return "\n".join(parts) + "\n"


GUARDS_TOLD = "Each guard was taken out of one process, once (tests/faults/plants.py), and the same comparison made. It must fail:\n"


def line(result: Result) -> str:
    """One for the terminal, as soon as it is known."""
    verdict, killed = result.verdict, sum(result.killed.values())
    outcome = "ok    " if verdict.passed else "FAILED"
    figures = f"{verdict.events} events, {verdict.lost} lost, {verdict.doubled} doubled, {verdict.out_of_order} out of order"
    took = f"{result.recovery_seconds:.1f} s to recover ({result.seconds:.0f} s)"
    return f"{outcome}  {result.configuration.name}: {figures}, {killed} killed, {took}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _run(results: Sequence[Result], versions: Mapping[str, str], minutes: float) -> str:
    events = sum(one.verdict.events for one in results)
    parts = ", ".join(f"{name} {version}" for name, version in versions.items())
    failed = [one.configuration.name for one in results if not one.verdict.passed]
    outcome = f"**Failed: {', '.join(failed)}.**" if failed else "Nothing was lost, doubled or out of order in any."
    return f"The last whole run: {len(results)} configurations with {events:,} events in {minutes:.0f} minutes. {outcome} On {parts}.\n"


def _row(result: Result) -> list[str]:
    verdict = result.verdict
    killed = ", ".join(f"{name} ×{times}" for name, times in result.killed.items()) or "–"
    counts = [verdict.events, verdict.lost, verdict.doubled, verdict.out_of_order]
    name, delivery = result.configuration.name, result.configuration.delivery
    return [name, delivery, *map(str, counts), killed, str(result.parked), f"{result.recovery_seconds:.1f}"]


def _explained(configuration: Configuration) -> str:
    return f"- **{configuration.name}**: {configuration.what}"


def _caught(one: Caught) -> list[str]:
    return [f"**{one.guard}**: {one.what}", one.configuration, "; ".join(one.findings)]
