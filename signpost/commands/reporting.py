"""signpost reporting: is what is counted right, and making it anew."""

import getpass

import typer
from rich.table import Table

from services.reporting.domain.fingerprint import Comparison
from services.reporting.use_cases.rebuild import rebuild as rebuild_figures
from services.reporting.use_cases.verify import verify as verify_figures
from services.reporting.use_cases.verify_log import LogComparison, verify_log
from services.reporting.wiring import open_works
from shared.contracts.catalogue import BY_PRODUCER
from shared.permissions import Actor
from signpost.commands.saying import DATA, Data, out
from signpost.installation import open_installation

app = typer.Typer(help="Reporting: verify what is counted against the log of events, and make it anew.", no_args_is_help=True)
KEYS_SHOWN = 5


@app.command()
def rebuild(data: Data = DATA) -> None:
    """Make everything that is counted anew from the log. Events may arrive meanwhile."""
    user = getpass.getuser()
    with open_installation(data) as opened:
        works = open_works(opened.databases["reporting"], opened.clock)
        made = rebuild_figures(works, Actor(subject=f"operator:{user}", name=user))
    for table in made.tables:
        out.print(f"{table.table}: made anew from {made.events} events; {'as it was before' if table.agrees else _differences(table)}")


@app.command()
def verify(data: Data = DATA) -> None:
    """Compare what is counted with the log, table by table, and the log with what each service said. Changes nothing."""
    with open_installation(data) as opened:
        works = open_works(opened.databases["reporting"], opened.clock)
        found = verify_figures(works)
        logs = [verify_log(works, opened.clock, producer, opened.log(producer)) for producer in BY_PRODUCER]
    out.print(_table(found.tables))
    for table in found.tables:
        if not table.agrees:
            out.print(f"[bold red]✗[/] {table.table}: {_differences(table)}")
    if found.misfits:
        out.print(f"{len(found.misfits)} event(s) do not fit their contract and are not counted: {', '.join(found.misfits[:KEYS_SHOWN])}")
    for log in logs:
        out.print(_said(log))
    if not (found.agrees and all(log.agrees for log in logs)):
        out.print("→ Tables are made right by: signpost reporting rebuild    Missing events: signpost events parked")
        raise typer.Exit(1)


def _table(tables: tuple[Comparison, ...]) -> Table:
    shown = Table("table", "rows", "as stored", "from the log", "")
    for each in tables:
        shown.add_row(each.table, str(each.rows), each.stored_hash[:16], each.log_hash[:16], "✓" if each.agrees else "✗")
    return shown


def _differences(table: Comparison) -> str:
    parts = (("missing", table.missing), ("too many", table.surplus), ("different", table.different))
    told = [f"{len(keys)} {what} ({', '.join('/'.join(map(str, key)) for key in keys[:KEYS_SHOWN])})" for what, keys in parts if keys]
    return "; ".join(told)


def _said(log: LogComparison) -> str:
    told = f"{'✓' if log.agrees else '[bold red]✗[/]'} {log.source}: {log.said} said, {log.kept} kept, ids {log.kept_hash[:16]}"
    if log.on_the_way:
        told += f"; {len(log.on_the_way)} on their way"
    if log.missing:
        told += f"; {len(log.missing)} missing ({', '.join(log.missing[:KEYS_SHOWN])})"
    if log.strangers:
        told += f"; {len(log.strangers)} that it did not say ({', '.join(log.strangers[:KEYS_SHOWN])})"
    return told
