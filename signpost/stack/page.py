"""The status page: one table of processes, what waits where, and what is wrong in plain sentences."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from signpost.stack.look import Look, ProcessLook
from signpost.stack.plan import Plan

SENT = "signpost.sent."
"""Queues that hold one message for the relay itself; nobody waits for them."""
ALL_WELL = "[green]All is well:[/] every process is up, and nothing waits for longer than it should."


def page(look: Look) -> RenderableType:
    return Group(_processes(look), _queues(look), _waiting(look), *_troubles(look))


def addresses(plan: Plan, *, demo: bool) -> Iterable[str]:
    """Where people and programs find the stack."""
    portal = f"http://localhost:{plan.port}"
    yield f"[bold]Signpost: {portal}[/]" + (f" · sign in as one of the invented people: {portal}/sign-in" if demo else "")
    yield f"The APIs: http://localhost:{plan.port + 1}/directory/docs · http://localhost:{plan.reporting_port}/reporting/docs"
    yield f"Logs: {plan.folder.logs} · how it is: signpost status --folder {plan.folder.path}"
    yield "Ctrl-C stops everything; what was saved stays."


def _processes(look: Look) -> Table:
    table = Table(title=f"Signpost at {look.at:%H:%M:%S} UTC", title_justify="left")
    for heading in ("process", "", "since", "restarts", "address"):
        table.add_column(heading, no_wrap=True)
    for each in look.processes:
        state = "[green]up[/]" if each.up else "[bold red]not up[/]"
        table.add_row(each.name, state, _since(each, look.at), str(each.restarts or ""), each.address)
    return table


def _since(process: ProcessLook, now: datetime) -> str:
    return f"{process.since:%H:%M:%S} ({_length(now - process.since)})" if process.since else ""


def _queues(look: Look) -> Table:
    table = Table("queue", "messages", "readers")
    for each in look.queues:
        if each.name.startswith(SENT):
            continue
        table.add_row(each.name, f"{each.messages:,}", str(each.readers))
    return table


def _waiting(look: Look) -> Table:
    """A row for each consumer, wherever it is told of: unsent in the producer's database, the rest in its own."""
    consumers = sorted({consumer for each in look.backlogs.values() for part in vars(each).values() for consumer in part})
    table = Table("consumer", "not sent yet", "oldest of them", "to be tried again", "parked", "last repair")
    for consumer in consumers:
        table.add_row(consumer, *_row(look, consumer))
    return table


def _row(look: Look, consumer: str) -> tuple[str, ...]:
    backlogs = look.backlogs.values()
    unsent = [each.unsent[consumer] for each in backlogs if consumer in each.unsent]
    oldest = min((each.oldest for each in unsent if each.oldest), default=None)
    repairs = [each.last_repair[consumer] for each in backlogs if consumer in each.last_repair]
    return (
        f"{sum(each.events for each in unsent):,}",
        _length(look.at - oldest) if oldest else "",
        f"{sum(each.retries.get(consumer, 0) for each in backlogs):,}",
        f"{sum(each.parked.get(consumer, 0) for each in backlogs):,}",
        f"{max(repairs):%Y-%m-%d %H:%M}" if repairs else "never",
    )


def _troubles(look: Look) -> list[str]:
    if not look.troubles:
        return [ALL_WELL]
    return [f"[bold red]✗[/] {escape(each.what)}\n  → {escape(each.remedy)}" for each in look.troubles]


def _length(span: timedelta) -> str:
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
