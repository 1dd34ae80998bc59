"""signpost events: what happened, what failed, and what can be done about it."""

import time
from typing import Annotated

import typer

from shared.contracts.event import Event
from shared.messaging import inspect
from shared.messaging.parking import Parked
from shared.messaging.unreadable import Unreadable
from signpost.commands import mending, parked
from signpost.commands.saying import DATA, Data, out
from signpost.installation import open_installation

app = typer.Typer(help="The event log: what happened, what is parked, and mending it.", no_args_is_help=True)
EventId = Annotated[str, typer.Argument(help="Its id, as `tail` and `parked` show it.")]


@app.command()
def tail(
    data: Data = DATA,
    last: Annotated[int, typer.Option(help="How many.", min=1, max=1000)] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as more happens; Ctrl-C ends it.")] = False,
) -> None:
    """The last events of the directory, oldest first."""
    with open_installation(data) as installation:
        database = installation.databases["directory"]
        shown = inspect.tail(database, limit=last)
        if not shown and not follow:
            out.print("Nothing has happened here yet.")
        _print(shown)
        while follow:
            newest = shown[-1][0] if shown else 0
            shown = inspect.tail(database, after=newest, limit=100) or shown[-1:]
            _print([each for each in shown if each[0] > newest])
            time.sleep(0.5)  # a person reads along; nothing waits for this


app.command()(parked.parked)


@app.command()
def show(
    event_id: EventId,
    data: Data = DATA,
    raw: Annotated[bool, typer.Option("--raw", help="Print what came and is no event, as it came. It may hold anything.")] = False,
) -> None:
    """One event, whole, who parked it, and what was decided. What is no event is described; --raw prints it."""
    with open_installation(data) as installation:
        shown = inspect.show(list(installation.databases.values()), installation.clock, event_id)
    if shown.event:
        out.print_json(shown.event.model_dump_json())
        out.print(f"position {shown.position}" if shown.position else "not in a log's order here (yet)")
    for one in shown.parked:
        _print_parked(one, raw=raw)
    for decision in shown.decisions:
        why = f": {decision.purpose}" if decision.purpose else ""
        out.print(f"{decision.at:%Y-%m-%d %H:%M} {decision.action} by {decision.actor_name}{why}", markup=False)


app.command()(parked.redrive)
app.command()(parked.drop)
app.command()(mending.reconcile)
app.command()(mending.replay)


def _print_parked(one: Parked, *, raw: bool) -> None:
    state = "sent on" if one.redriven_at else "dropped" if one.dropped_at else "waiting"
    out.print(f"parked by {one.consumer} at {one.parked_at:%Y-%m-%d %H:%M} ({one.reason}: {one.error}), {state}", markup=False)
    if one.traceparent:
        out.print(f"trace {one.traceparent.split('-')[1]}")
    if one.unreadable:
        out.print(one.unreadable.describe())
        if raw:
            _print_raw(one.unreadable)


def _print_raw(unreadable: Unreadable) -> None:
    """Escaped, for what comes from outside may hold commands to a terminal."""
    for name, value in unreadable.headers.items():
        out.print(f"{name!a}: {value!a}", markup=False)
    out.print(repr(unreadable.body)[2:-1], markup=False)


def _print(events: list[tuple[int, Event]]) -> None:
    for position, event in events:
        out.print(
            f"{position:>7}  {event.time:%Y-%m-%d %H:%M:%S}  {event.type}  {event.subject}  {event.authority} #{event.sequence}  {event.id}"
        )
