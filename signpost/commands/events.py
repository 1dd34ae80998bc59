"""signpost events: what happened, what failed, and sending it on again."""

import getpass
import time
from typing import Annotated

import typer
from rich.table import Table

from services.directory.settings import DirectorySettings
from services.directory.wiring import open_database
from shared.clock import SystemClock
from shared.contracts.event import Event
from shared.messaging import inspect
from shared.storage.database import Database
from signpost.commands.saying import DATA, Data, out

app = typer.Typer(help="The event log: what happened, what is parked, and sending it on again.", no_args_is_help=True)
EventId = Annotated[str, typer.Argument(help="Its id, as `tail` and `parked` show it.")]


def _databases(data: Data) -> list[Database]:
    return [open_database(DirectorySettings(data=data))]


@app.command()
def tail(
    data: Data = DATA,
    last: Annotated[int, typer.Option(help="How many.", min=1, max=1000)] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as more happens; Ctrl-C ends it.")] = False,
) -> None:
    """The last events, oldest first."""
    (database,) = _databases(data)
    shown = inspect.tail(database, limit=last)
    if not shown and not follow:
        out.print("Nothing has happened here yet.")
    _print(shown)
    while follow:
        newest = shown[-1][0] if shown else 0
        shown = inspect.tail(database, after=newest, limit=100) or shown[-1:]
        _print([each for each in shown if each[0] > newest])
        time.sleep(0.5)  # a person reads along; nothing waits for this


@app.command()
def parked(data: Data = DATA) -> None:
    """Events that could not be applied and wait for a person."""
    waiting = inspect.parked(_databases(data), SystemClock())
    if not waiting:
        out.print("Nothing is parked.")
        return
    table = Table("id", "type", "consumer", "reason", "error", "parked")
    for one in waiting:
        table.add_row(one.id, one.event.type if one.event else "", one.consumer, one.reason, one.error, f"{one.parked_at:%Y-%m-%d %H:%M}")
    out.print(table)
    out.print("Mend what the error names, then: signpost events redrive ID")


@app.command()
def show(event_id: EventId, data: Data = DATA) -> None:
    """One event, whole, and who parked it."""
    shown = inspect.show(_databases(data), SystemClock(), event_id)
    if shown.event:
        out.print_json(shown.event.model_dump_json())
    out.print(f"position {shown.position}" if shown.position else "not in the log's order yet")
    for one in shown.parked:
        sent = f"sent on by {one.redriven_by} at {one.redriven_at:%Y-%m-%d %H:%M}" if one.redriven_at else "waiting"
        out.print(f"parked by {one.consumer} ({one.reason}: {one.error}), {sent}")


@app.command()
def redrive(event_id: EventId, data: Data = DATA) -> None:
    """Let the consumers that parked it try again. Asking twice does it once."""
    consumers = inspect.redrive(_databases(data), SystemClock(), event_id, by=getpass.getuser())
    out.print(f"{consumers} consumer(s) will try it again." if consumers else "That was asked already; nothing was changed.")


def _print(events: list[tuple[int, Event]]) -> None:
    for position, event in events:
        out.print(
            f"{position:>7}  {event.time:%Y-%m-%d %H:%M:%S}  {event.type}  {event.subject}  {event.authority} #{event.sequence}  {event.id}"
        )
