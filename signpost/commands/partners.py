"""signpost partners: which other systems may hear events, which, and of whom."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.table import Table

from services.directory.settings import DirectorySettings
from services.directory.wiring import open_places
from services.reporting.adapters.partner_broker import RabbitPartners
from services.reporting.domain.partners import LIMITS, OVERLAP, Partner
from services.reporting.use_cases.add_partner import add_partner
from services.reporting.use_cases.grant_partner import grant_partner
from services.reporting.use_cases.remove_partner import remove_partner
from services.reporting.use_cases.rotate_partner import AT_ONCE, rotate_partner
from services.reporting.use_cases.settle_partner import Outcome, settle_partners
from services.reporting.use_cases.show_partners import list_partners, show_partner
from services.reporting.wiring import Reporting, open_partner_broker, open_reporting
from shared.errors import Unavailable
from shared.permissions import Actor, Role
from shared.settings import BrokerSettings
from signpost.commands.saying import DATA, Data, complain, err, out, plain
from signpost.commands.token import authorities_meant
from signpost.commands.where import reporting_settings

app = typer.Typer(help="Partner systems: which may hear events, which events, and of whom.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Its name: small letters, digits and hyphens, such as leeds-libraries.")]
Authorities = Annotated[
    list[str],
    typer.Option("--authority", help="Council area that granted it, such as Leeds or E08000035; repeat for several; `all` for every one."),
]
Types = Annotated[
    list[str], typer.Option("--types", help="Events, such as class.published; repeat for several; `all` for every one there is today.")
]
ADDRESSES = "SIGNPOST_BROKER and SIGNPOST_BROKER_MANAGEMENT"


@app.command()
def add(name: Name, authority: Authorities, types: Types, data: Data = DATA) -> None:
    """Let one hear events. Prints its secret, once. Asked again, it finishes what was broken off."""
    with _opened(data) as (reporting, broker):
        _say(add_partner(reporting.works, broker, _operator(), name, _meant(data, authority), types), broker)


@app.command()
def grant(name: Name, authority: Authorities, types: Types, data: Data = DATA) -> None:
    """Say anew what one may hear: exactly this. When something ends, its queue and stream begin anew, empty."""
    with _opened(data) as (reporting, broker):
        _say(grant_partner(reporting.works, broker, _operator(), name, _meant(data, authority), types), broker)


@app.command("list")
def list_all(data: Data = DATA) -> None:
    """Those there are."""
    with _opened(data) as (reporting, broker):
        partners = list_partners(reporting.works, with_broker=broker is not None)
    if not partners:
        out.print("There are no partners. To add one: signpost partners add NAME --authority … --types …")
        return
    table = Table("name", "authorities", "events", "secret of", "on the broker")
    for each in partners:
        made = f"{each.rotated_at or each.added_at:%Y-%m-%d}"
        table.add_row(each.name, ", ".join(sorted(each.authorities)), str(len(each.types)), made, _on_broker(each, broker))
    out.print(table)


@app.command()
def show(name: Name, data: Data = DATA) -> None:
    """One of them: what it may hear, its secrets (never themselves), and what waits for it."""
    with _opened(data) as (reporting, broker):
        shown = show_partner(reporting.works, broker, name)
    partner = shown.partner
    out.print(f"[bold]{partner.name}[/], added {partner.added_at:%Y-%m-%d %H:%M}; on the broker: {_on_broker(partner, broker)}")
    out.print(f"may hear of: {', '.join(sorted(partner.authorities))}")
    out.print(f"may hear: {', '.join(sorted(partner.types))}")
    for secret in shown.secrets:
        until = f"until {secret.until:%Y-%m-%d %H:%M}" if secret.until else "until it is rotated"
        out.print(f"a secret made {secret.made_at:%Y-%m-%d %H:%M}, good {until}")
    if shown.waiting:
        waiting = shown.waiting
        out.print(
            f"waiting in {partner.queue}: {waiting.queue:,} of at most {LIMITS.waiting:,}; kept in {partner.stream}: {waiting.stream:,}"
        )
        out.print(f"connections open: {waiting.connections} of at most {LIMITS.connections}")


@app.command()
def rotate(
    name: Name,
    at_once: Annotated[bool, typer.Option("--at-once", help="The old one came into wrong hands: it opens nothing from now on.")] = False,
    data: Data = DATA,
) -> None:
    """Give one a new secret, and print it, once. What waits stays. The old one opens the HTTP feed for 24 hours more."""
    with _opened(data) as (reporting, broker):
        _say(rotate_partner(reporting.works, broker, _operator(), name, AT_ONCE if at_once else OVERLAP), broker)


@app.command()
def remove(name: Name, data: Data = DATA) -> None:
    """It hears nothing any more, from this moment; what waits for it is deleted."""
    with _opened(data) as (reporting, broker):
        _say(remove_partner(reporting.works, broker, _operator(), name), broker)


@app.command()
def limits() -> None:
    """What each partner may take up; the broker keeps them to it."""
    for what, limit in (
        ("connections open at once", f"{LIMITS.connections}"),
        ("channels, over all its connections", f"{LIMITS.channels}"),
        ("waiting in its queue", f"{LIMITS.waiting:,} events or {LIMITS.waiting_bytes:,} bytes; past that the oldest go first"),
        ("how long an event waits there", f"{LIMITS.days} days"),
        ("kept in its stream, to read again", f"{LIMITS.days} days, at most {LIMITS.stream_bytes:,} bytes; past that the oldest go first"),
    ):
        out.print(f"{what}: {limit}")
    out.print("An address hidden after an event was told stays in the stream until its days are over; the HTTP feed hides it at once.")


@app.command()
def apply(data: Data = DATA) -> None:
    """Make the broker what the list says: after a change that was broken off, and for a broker that lost what it had."""
    with _opened(data) as (reporting, broker):
        if broker is None:
            raise Unavailable("No broker is set.", remedy=f"Set {ADDRESSES}.")
        told = list(settle_partners(reporting.works, broker, _operator()))
    troubled = [outcome for outcome in told if outcome.trouble]
    for outcome in troubled:
        err.print(f"{outcome.partner.name}:")
        complain(outcome.trouble or Unavailable(""))
    out.print(f"{len(told) - len(troubled)} of {len(told)} partners are on the broker as the list says.")
    if troubled:
        raise typer.Exit(1)


@contextmanager
def _opened(data: Data) -> Iterator[tuple[Reporting, RabbitPartners | None]]:
    """Without the broker's settings only the HTTP feed is opened and closed."""
    reporting = open_reporting(reporting_settings(data))
    settings = BrokerSettings.read() if os.environ.get("SIGNPOST_BROKER_MANAGEMENT") else None
    broker = open_partner_broker(*_addresses(settings)) if settings else None
    try:
        yield reporting, broker
    finally:
        if broker:
            broker.close()
        reporting.close()


def _addresses(settings: BrokerSettings) -> tuple[str, str]:
    return settings.broker_management.get_secret_value(), settings.broker.get_secret_value()


def _meant(data: Data, authorities: list[str]) -> frozenset[str]:
    return authorities_meant(open_places(DirectorySettings(data=data)), authorities)


def _operator() -> Actor:
    """Whoever may run commands on this machine."""
    user = getpass.getuser()
    return Actor(f"operator:{user}", user, frozenset({Role.OPERATOR}))


def _say(outcome: Outcome, broker: RabbitPartners | None) -> None:
    """The secret alone goes where a script can take it from; the rest is for the person."""
    partner = outcome.partner
    if partner.removed_at:
        err.print(f"{partner.name} is removed: its secrets open nothing of the HTTP feed.")
    else:
        err.print(f"{partner.name} may hear {len(partner.types)} kinds of events of {len(partner.authorities)} authorities.")
    if outcome.secret:
        err.print("Its secret, which is shown this once and kept nowhere:")
        typer.echo(outcome.secret)
    elif not partner.removed_at:
        err.print(f"Its secret was shown when it was made. Lost? signpost partners rotate {partner.name}")
    _say_broker(outcome, broker)


def _say_broker(outcome: Outcome, broker: RabbitPartners | None) -> None:
    partner = outcome.partner
    if outcome.trouble:
        complain(outcome.trouble)
        raise typer.Exit(1)
    if outcome.without_broker and partner.was_on_broker:
        complain(
            Unavailable("The broker was not told: there it is as it was before.", remedy=f"Set {ADDRESSES}, then: signpost partners apply")
        )
        raise typer.Exit(1)
    if outcome.without_broker:
        err.print("No broker is set (SIGNPOST_BROKER_MANAGEMENT): this is for the HTTP feed only.")
    elif partner.removed_at:
        err.print("On the broker its connections, user, queue and stream are gone.")
    elif broker:
        err.print(
            f"On the broker, virtual host {plain(broker.vhost)}: user {partner.user}, queue {partner.queue}, stream {partner.stream}."
        )


def _on_broker(partner: Partner, broker: RabbitPartners | None) -> str:
    if broker is None and not partner.was_on_broker:
        return "none set: HTTP feed only"
    if partner.is_settled:
        return "as it should be"
    return "to be removed: signpost partners apply" if partner.removed_at else "not yet: signpost partners apply"
