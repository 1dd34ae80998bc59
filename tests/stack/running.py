"""A whole stack as a person starts it: its own process, in a folder of its own, on ports nobody listens on."""

import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import httpx

from shared.clock import SystemClock
from shared.permissions import Actor, Role
from signpost.apps import issuer_of
from signpost.stack.bring_up import taken_ports
from signpost.stack.folder import ProcessNote, StackFolder
from signpost.stack.kinds import BY_NAME
from signpost.stack.look import Look, Watcher, vhost_of
from signpost.stack.places import noted
from signpost.stack.plan import Plan
from signpost.stack.programs import start_program

PATIENCE_SECONDS = 120.0
"""A busy machine is slow; a wait that ends earlier would say nothing of the product."""
LEEDS = "E08000035"
OPERATOR = Actor("stack", "Stack", frozenset({Role.OPERATOR}), authorities=frozenset({LEEDS}))
T = TypeVar("T")


def wait_for(what: str, found: Callable[[], T | None]) -> T:
    """The first answer that is not None; asks again until then."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if (answer := found()) is not None:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited {PATIENCE_SECONDS:.0f} s in vain for {what}")


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "signpost", *map(str, words)]


class RunningStack:
    def __init__(self, folder: Path) -> None:
        self.folder = StackFolder(folder)
        self.plan = _free_plan(self.folder)
        self._output = folder / "output.txt"
        folder.mkdir(exist_ok=True)
        self._process = start_program(command("stack", "--folder", folder, "--port", str(self.plan.port), "--demo"), log=self._output)
        try:
            wait_for("the stack to run", self._told_where)
        except BaseException:
            self._process.terminate()
            self._process.wait(PATIENCE_SECONDS)
            raise
        found = self.plan.addresses()
        self._watcher = Watcher(found.databases, found.management, vhost_of(found.broker))
        token = issuer_of(self.folder.data, SystemClock()).issue(OPERATOR, timedelta(hours=1))
        self.directory = httpx.Client(base_url=self._url("directory api"), headers={"Authorization": f"Bearer {token}"}, timeout=30)
        self.reporting = httpx.Client(base_url=self._url("reporting api"), timeout=30)
        self.portal = httpx.Client(base_url=self._url("portal"), timeout=30)

    @property
    def said(self) -> str:
        """On its terminal."""
        return self._output.read_text("utf-8")

    def look(self) -> Look:
        return self._watcher.look(noted(self.folder.read_note()))

    def note(self, name: str) -> ProcessNote:
        return next(each for each in self.folder.read_note().processes if each.name == name)

    def well(self) -> bool | None:
        return None if self.look().troubles else True

    def interrupt(self) -> int:
        """Ctrl-C; returns the exit code."""
        for client in (self.directory, self.reporting, self.portal):
            client.close()
        self._watcher.close()
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(PATIENCE_SECONDS)

    def end(self) -> None:
        if self._process.poll() is None:
            self.interrupt()

    def _told_where(self) -> bool | None:
        assert self._process.poll() is None, f"it ended: {self.said}"
        return True if "Ctrl-C stops everything" in self.said else None

    def _url(self, name: str) -> str:
        return self.plan.url_of(BY_NAME[name])


def _free_plan(folder: StackFolder) -> Plan:
    plans = (Plan(folder, port) for port in random.sample(range(20_000, 32_000), 100))
    return next(plan for plan in plans if not taken_ports(plan))
