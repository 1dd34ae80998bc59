"""signpost status: is everything of a real stack well, and if not, what is it and what to do?"""

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from shared.settings import BrokerSettings, StoreSettings
from signpost.commands.saying import out
from signpost.commands.stack import FOLDER
from signpost.stack.folder import StackFolder
from signpost.stack.kinds import SERVICES
from signpost.stack.look import Look, Watcher, vhost_of
from signpost.stack.page import page
from signpost.stack.places import named, noted
from signpost.stack.plan import Plan


def status(
    folder: Annotated[Path | None, typer.Option(help="Of a stack on this machine.", envvar="SIGNPOST_STACK")] = None,
) -> None:
    """Say of every process whether it is up, what waits where, and what to do about what is wrong. Fails when something is.

    Of the stack in a folder; or, with SIGNPOST_PROCESSES set, of those processes, the databases and the broker the environment names.
    """
    places = os.environ.get("SIGNPOST_PROCESSES")
    look = _in_environment(places) if places and folder is None else _in_folder(StackFolder(folder or FOLDER))
    out.print(page(look))
    if look.troubles:
        raise typer.Exit(1)


def _in_folder(folder: StackFolder) -> Look:
    """Raises Unavailable when no stack was ever started there."""
    note = folder.read_note()
    found = Plan(folder, note.port).addresses()
    if not folder.runs():
        out.print(f"No stack runs in {folder.path} now. Start it with make stack.")
    with closing(Watcher(found.databases, found.management, vhost_of(found.broker))) as watcher:
        return watcher.look(noted(note))


def _in_environment(places: str) -> Look:
    databases = {service: StoreSettings.read(service).database for service in SERVICES}
    broker = BrokerSettings.read()
    with closing(Watcher(databases, broker.broker_management, vhost_of(broker.broker))) as watcher:
        return watcher.look(named(places))
