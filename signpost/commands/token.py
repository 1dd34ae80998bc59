"""signpost token: a short-lived token for programs and for trying the API out."""

from datetime import timedelta
from typing import Annotated

import typer

from services.directory.settings import DirectorySettings
from services.directory.wiring import open_places
from shared.clock import SystemClock
from shared.errors import Invalid
from shared.geo import Gazetteer
from shared.permissions import Actor, Role
from signpost.apps import issuer_of
from signpost.commands.saying import DATA, Data


def token(
    name: Annotated[str, typer.Argument(help="Who it is for; it stands in the history.")],
    role: Annotated[list[Role], typer.Option(help="What they may do; repeat for several.")],
    organisation: Annotated[list[str], typer.Option(help="Id of a provider they work for; repeat for several.")] = [],  # noqa: B006  read only
    authority: Annotated[list[str], typer.Option(help="Council area they act for, such as Leeds or E08000035; `all` for every one.")] = [],  # noqa: B006
    minutes: Annotated[int, typer.Option(help="How long it lives.", min=1, max=1440)] = 60,
    data: Data = DATA,
) -> None:
    """Print a signed token. Whoever has it may act so for its time: send it as `Authorization: Bearer …`."""
    if not name.strip():
        raise Invalid.field("name", "A token stands for somebody.", "Give a name, such as “Library catalogue”.")
    data.mkdir(parents=True, exist_ok=True)
    places = open_places(DirectorySettings(data=data))
    actor = Actor(f"token:{name}", name, frozenset(role), frozenset(organisation), authorities_meant(places, authority))
    typer.echo(issuer_of(data, SystemClock()).issue(actor, timedelta(minutes=minutes)))


def authorities_meant(places: Gazetteer, texts: list[str]) -> frozenset[str]:
    """GSS codes. Raises Invalid for what is no authority of the region."""
    if "all" in texts:
        return frozenset(one.gss for one in places.authorities())
    return frozenset(authority_meant(places, text) for text in texts)


def authority_meant(places: Gazetteer, text: str) -> str:
    """By GSS code or by name, official or not."""
    if gss := places.authority_named(text):
        return gss
    names = ", ".join(one.name for one in places.authorities())
    raise Invalid.field("authority", f"“{text}” is no authority of this region.", f"Use one of: {names}.")
