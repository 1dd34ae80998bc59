"""Brings a whole stack up on one machine, keeps every process of it going, and takes it down in order."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from threading import Event

from shared.errors import Unavailable
from signpost.stack.bring_up import prepare, start_servers, stop_servers, taken_ports
from signpost.stack.folder import StackNote
from signpost.stack.kinds import KINDS
from signpost.stack.plan import Plan
from signpost.stack.watched import Watched

Say = Callable[[str], None]
TICK_SECONDS = 0.2
START_SECONDS = 60.0
"""For all processes to say that they are ready; one that is not by then is shown as it is."""


class Supervisor:
    def __init__(self, plan: Plan, say: Say, *, demo: bool) -> None:
        self._plan, self._say, self._demo = plan, say, demo
        self._since = datetime.now(UTC)
        self._watched: list[Watched] = []
        self._unsettled: list[Watched] = []
        self._settled_by = 0.0

    def run(self, told_to_stop: Event, show: Callable[[StackNote, bool], None]) -> None:
        """Returns when told, with everything stopped. `show` is called about five times a second with what runs and whether it settled.

        Raises Unavailable when another stack runs on the folder, when a port is taken or a server is missing.
        """
        folder = self._plan.folder
        folder.make()
        with folder.held(), ExitStack() as undoing:
            self._refuse_taken_ports()
            undoing.callback(self._say, f"stopped; everything saved is in {folder.path}")
            undoing.callback(stop_servers, self._plan)
            self._say("starting PostgreSQL and RabbitMQ")
            start_servers(self._plan)
            prepare(self._plan, self._say, demo=self._demo)
            undoing.callback(self._stop_processes)
            self._start_processes()
            while not told_to_stop.wait(TICK_SECONDS):
                self._check()
                show(self.note, self._settled())

    @property
    def note(self) -> StackNote:
        processes = [each.note for each in self._watched]
        return StackNote(pid=os.getpid(), since=self._since, port=self._plan.port, demo=self._demo, processes=processes)

    def _refuse_taken_ports(self) -> None:
        if taken := taken_ports(self._plan):
            raise Unavailable(
                f"Something else listens on port {', '.join(map(str, taken))} already.",
                remedy=f"Stop it, or choose others: signpost stack --port {self._plan.port + 1000}",
            )

    def _start_processes(self) -> None:
        self._watched = [Watched(kind, self._plan, self._say, demo=self._demo) for kind in KINDS]
        for each in self._watched:
            each.start()
        self._unsettled, self._settled_by = list(self._watched), time.monotonic() + START_SECONDS
        self._keep_note()

    def _settled(self) -> bool:
        """Every process was ready once, or had its time to be."""
        self._unsettled = [each for each in self._unsettled if not each.ready()]
        if self._unsettled and time.monotonic() > self._settled_by:
            self._say(f"not ready yet: {', '.join(each.kind.name for each in self._unsettled)}")
            self._unsettled = []
        return not self._unsettled

    def _check(self) -> None:
        self._keep_servers()
        changed = [each.check() for each in self._watched]
        if any(changed):
            self._keep_note()

    def _keep_servers(self) -> None:
        for name, server in (("PostgreSQL", self._plan.postgres), ("RabbitMQ", self._plan.rabbit)):
            if not server.running():
                self._say(f"{name} ended; starting it again")
                try:
                    server.start()
                except Unavailable as error:
                    self._say(f"{name}: {error.message} {error.remedy}")

    def _stop_processes(self) -> None:
        """What people see first, then what takes changes, then what passes them on."""
        self._say("stopping")
        for those in (self._of(lambda each: each.kind.web), self._of(lambda each: not each.kind.web)):
            with ThreadPoolExecutor(len(KINDS)) as at_once:
                list(at_once.map(lambda each: each.stop(), those))
        self._keep_note()

    def _of(self, chosen: Callable[[Watched], bool]) -> Iterable[Watched]:
        return [each for each in self._watched if chosen(each)]

    def _keep_note(self) -> None:
        self._plan.folder.write_note(self.note)


def told_by_signals() -> Event:
    """By Ctrl-C, SIGTERM, or the terminal being closed. A second Ctrl-C does not break off the stopping."""
    told = Event()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, lambda number, frame: told.set())
    return told
