"""signpost events parked, redrive and drop: what waits for a person, chosen one by one or many at once."""

import getpass
import re
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table

from shared.clock import Clock
from shared.errors import Invalid
from shared.messaging import inspect
from shared.messaging.inspect import Which
from shared.messaging.parking import Parked
from shared.storage.database import Database
from signpost.commands.saying import DATA, Data, out, plain
from signpost.installation import Installation, open_installation

AGES = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
LISTED = 50

Id = Annotated[str | None, typer.Argument(help="Its id, as `parked` shows it. Without one: all that the options choose.")]
OfService = Annotated[str | None, typer.Option("--service", help="Only what this service parked: directory or reporting.")]
OfConsumer = Annotated[str | None, typer.Option("--consumer", help="Only what this consumer parked, such as directory.search.")]
OfType = Annotated[str | None, typer.Option("--type", help="Only events whose type has this in it, such as class.published.")]
Older = Annotated[str | None, typer.Option("--older-than", help="Only what was parked so long ago: 90s, 5m, 1h, 2d.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def parked(service: OfService = None, consumer: OfConsumer = None, type: OfType = None, older: Older = None, data: Data = DATA) -> None:
    """What could not be applied and waits for a person."""
    with open_installation(data) as installation:
        waiting = inspect.parked(_databases(installation, service), installation.clock, _which(installation, None, consumer, type, older))
    if not waiting:
        out.print("Nothing is parked." if (service, consumer, type, older) == (None,) * 4 else "Nothing of that is parked.")
        return
    _print(waiting)
    out.print("Mend what the error names, then: signpost events redrive ID    To give one up: signpost events drop ID --why …")


def redrive(
    id: Id = None,
    service: OfService = None,
    consumer: OfConsumer = None,
    type: OfType = None,
    older: Older = None,
    why: Annotated[str, typer.Option(help="What was mended; it is kept with it.")] = "",
    yes: Yes = False,
    data: Data = DATA,
) -> None:
    """Let the consumers that parked it try again. Asking twice does it once."""
    with open_installation(data) as installation:
        databases, clock = _databases(installation, service), installation.clock
        chosen = _chosen(databases, clock, _which(installation, id, consumer, type, older))
        _confirm("Send on", [one for one in chosen if one.event], alone=id is not None, yes=yes)
        sent = inspect.redrive(databases, clock, [one.key for one in chosen], by=getpass.getuser(), why=why)
        out.print(
            f"{sent} consumer(s) will try it again." if sent and id else f"{sent} sent on." if sent else _nothing(databases, clock, id)
        )
    if unread := sum(one.event is None for one in chosen):
        out.print(f"{unread} are no events and cannot be sent on: have them sent anew, then `signpost events drop` them.")


def drop(
    why: Annotated[str, typer.Option(help="Why it may be given up; it is kept with it.")],
    id: Id = None,
    service: OfService = None,
    consumer: OfConsumer = None,
    type: OfType = None,
    older: Older = None,
    yes: Yes = False,
    data: Data = DATA,
) -> None:
    """Give parked events up for good: they are kept, but nothing tries them again, however they come."""
    if not why.strip():
        raise Invalid.field("why", "Giving an event up needs a reason.", "Say it in a few words, such as --why 'a trial run'.")
    with open_installation(data) as installation:
        databases, clock = _databases(installation, service), installation.clock
        chosen = _chosen(databases, clock, _which(installation, id, consumer, type, older))
        _confirm("Drop", chosen, alone=id is not None, yes=yes)
        dropped = inspect.drop(databases, clock, [one.key for one in chosen], by=getpass.getuser(), why=why.strip())
        out.print(f"{dropped} dropped." if dropped else _nothing(databases, clock, id))


def age(text: str) -> timedelta:
    """`1h` → an hour. Raises Invalid."""
    if not (found := re.fullmatch(r"(\d{1,6})([smhd])", text.strip())):
        raise Invalid.field("older-than", f"“{text}” is no length of time.", "Give a number and s, m, h or d, such as 90s or 1h.")
    return timedelta(**{AGES[found[2]]: int(found[1])})


def _which(installation: Installation, id: str | None, consumer: str | None, type: str | None, older: str | None) -> Which:
    before: datetime | None = installation.clock.now() - age(older) if older else None
    return Which(id, consumer, type, before)


def _databases(installation: Installation, service: str | None) -> list[Database]:
    if service is None:
        return list(installation.databases.values())
    if service not in installation.databases:
        names = ", ".join(installation.databases)
        raise Invalid.field("service", f"“{service}” is no service that parks events.", f"Use one of: {names}.")
    return [installation.databases[service]]


def _chosen(databases: list[Database], clock: Clock, which: Which) -> list[Parked]:
    if which.id is not None:
        inspect.known(databases, clock, which.id)
    return inspect.parked(databases, clock, which)


def _confirm(what: str, chosen: Sequence[Parked], *, alone: bool, yes: bool) -> None:
    """One that was named is meant. Many are listed first, and done when a person says so."""
    if alone or yes or not chosen:
        return
    _print(chosen)
    if not sys.stdin.isatty():
        out.print(f"Nothing was done. {what} these {len(chosen)}: repeat the command with --yes.")
        raise typer.Exit(1)
    typer.confirm(f"{what} these {len(chosen)}?", abort=True)


def _nothing(databases: list[Database], clock: Clock, id: str | None) -> str:
    if id is None:
        return "Nothing of that is parked."
    held = inspect.known(databases, clock, id)
    if any(one.dropped_at for one in held):
        return "It was dropped; nothing was changed."
    return "That was asked already; nothing was changed." if any(one.redriven_at for one in held) else "Nothing was changed."


def _print(waiting: Sequence[Parked]) -> None:
    table = Table()
    for heading in ("id", "type", "consumer", "reason", "error", "parked"):
        table.add_column(heading, overflow="fold")  # what is cut cannot be copied into the next command
    for one in waiting[:LISTED]:
        type = one.event.type if one.event else one.unreadable.describe() if one.unreadable else ""
        table.add_row(one.id, type, one.consumer, one.reason, plain(one.error), f"{one.parked_at:%Y-%m-%d %H:%M}")
    out.print(table)
    if len(waiting) > LISTED:
        out.print(f"… and {len(waiting) - LISTED} more.")
