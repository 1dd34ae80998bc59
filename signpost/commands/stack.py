"""signpost stack: everything on this machine, with every process and server real."""

import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group
from rich.live import Live

from signpost.commands.saying import out, plain
from signpost.stack.folder import StackFolder, StackNote
from signpost.stack.look import Watcher, vhost_of
from signpost.stack.page import addresses, page
from signpost.stack.places import noted
from signpost.stack.plan import Plan
from signpost.stack.supervisor import Supervisor, told_by_signals

FOLDER = Path("stack-data")
LOOK_SECONDS = 2.0
Folder = Annotated[Path, typer.Option(help="Where it keeps everything.", envvar="SIGNPOST_STACK")]


def stack(
    folder: Folder = FOLDER,
    port: Annotated[int, typer.Option(help="The portal's; some forty after it are used as well.", min=1024, max=65000)] = 8000,
    demo: Annotated[bool, typer.Option(help="With invented provision, and demo people anyone can sign in as.")] = False,
) -> None:
    """Run the real stack on this machine: PostgreSQL, RabbitMQ and every process of Signpost, kept going. Ctrl-C stops it all.

    Needs PostgreSQL and RabbitMQ installed (on Debian: make stack-deps), not running: it starts its own, private to the folder.
    """
    plan, told = Plan(StackFolder(folder), port), told_by_signals()
    with closing(_Live(plan, demo) if sys.stdout.isatty() else _Plain(plan, demo)) as told_of:
        Supervisor(plan, _say, demo=demo).run(told, told_of.show)


def _say(text: str) -> None:
    out.print(f"{time.strftime('%H:%M:%S')} {plain(text)}")


class _Plain:
    """Where to find it, once; what changes is said by the supervisor as it happens."""

    def __init__(self, plan: Plan, demo: bool) -> None:
        self._plan, self._demo, self._told = plan, demo, False

    def show(self, note: StackNote, settled: bool) -> None:
        if settled and not self._told:
            self._told = True
            for line in addresses(self._plan, demo=self._demo):
                out.print(line)

    def close(self) -> None:
        """There is nothing to take back."""


class _Live:
    """The status page, made anew every two seconds in the same place."""

    def __init__(self, plan: Plan, demo: bool) -> None:
        self._plan, self._demo = plan, demo
        self._live = Live(console=out, auto_refresh=False, transient=True)
        self._watcher: Watcher | None = None
        self._next = 0.0

    def show(self, note: StackNote, settled: bool) -> None:
        if time.monotonic() < self._next:
            return
        if self._watcher is None:
            found = self._plan.addresses()
            self._watcher = Watcher(found.databases, found.management, vhost_of(found.broker))
            self._live.start()
        self._live.update(Group(page(self._watcher.look(noted(note))), *addresses(self._plan, demo=self._demo)), refresh=True)
        self._next = time.monotonic() + LOOK_SECONDS

    def close(self) -> None:
        self._live.stop()
        if self._watcher:
            self._watcher.close()
