"""Keeps the processes of a trial going: one that ended is started again, as the supervisor of a machine does."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import monotonic

from tests.faults.nursery import Child, Request

PAUSE_SECONDS = 0.2
STOP_SECONDS = 20.0
Starts = Callable[[Request], Child]


@dataclass(frozen=True)
class Kills:
    """The process is killed at this point, once in each of its lives: at the n-th passing that stands for that life."""

    point: str
    passings: tuple[int, ...]


def alone(code: Path) -> Starts:
    """Starts a process anew from the files in this folder: for code that no nursery has read."""

    def start(request: Request) -> Child:
        command = [sys.executable, "-m", "tests.faults.launch", json.dumps(asdict(request.trial)), *request.command]
        with Path(request.log).open("ab") as log:
            process = subprocess.Popen(
                command, cwd=code, env={**os.environ, **request.environment}, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        child = Child(process.pid)
        threading.Thread(target=lambda: child.over.put(process.wait()), daemon=True).start()
        return child

    return start


@dataclass
class Process:
    """One process, whichever life it is in. `done`: it ended by itself, having done its work."""

    name: str
    request: Request
    starts: Starts
    kills: Kills | None = None
    killed: int = 0
    restarts: int = 0
    ended: list[int] = field(default_factory=list)
    killed_at: list[float] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    _running: Child | None = None
    _keeping: threading.Thread | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Also after `stop`."""
        self._stopping.clear()
        self._keeping = threading.Thread(target=self._keep, name=f"keeps-{self.name}", daemon=True)
        self._keeping.start()

    def freeze(self) -> None:
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        self._send(signal.SIGCONT)

    def ask_to_end(self) -> None:
        """It is not started again."""
        self._stopping.set()
        self._send(signal.SIGCONT)
        self._send(signal.SIGTERM)

    def stop(self) -> None:
        """As a supervisor stops it: asked first, and killed when it does not end."""
        self.ask_to_end()
        if self._keeping:
            self._keeping.join(STOP_SECONDS)
            if self._keeping.is_alive():
                self._send(signal.SIGKILL)
                self._keeping.join()

    def successor(self, starts: Starts, command: Sequence[str]) -> "Process":
        """Of other code, to take its place. Nobody kills it."""
        return Process(self.name, replace(self.request, command=command), starts)

    def was_killed(self, times: int) -> bool:
        return self.killed >= times

    def said(self) -> str:
        """The end of what it wrote, for who has to find out why a trial failed."""
        log = Path(self.request.log)
        return log.read_text(errors="replace")[-3000:] if log.exists() else ""

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._running = self.starts(self._next_life())
            code = self._running.over.get()
            self._running = None
            self.ended.append(code)
            if code == 0:
                self.done.set()
                return
            if code == -signal.SIGKILL:
                self.killed += 1
                self.killed_at.append(monotonic())
            if not self._stopping.wait(PAUSE_SECONDS):
                self.restarts += 1

    def _next_life(self) -> Request:
        passings = self.kills.passings if self.kills else ()
        kill = (self.kills.point, passings[self.killed]) if self.kills and self.killed < len(passings) else None
        return replace(self.request, trial=replace(self.request.trial, kill=kill))

    def _send(self, number: signal.Signals) -> None:
        running = self._running
        if running is None:
            return
        try:
            running.send(number)
        except ProcessLookupError:  # over in this moment
            return
