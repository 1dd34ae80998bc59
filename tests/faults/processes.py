"""Starts the processes of a trial, and starts one again that ended, as the supervisor of a machine does."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

from tests.faults.launch import Trial

ROOT = Path(__file__).resolve().parents[2]
PAUSE_SECONDS = 0.2
STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Kills:
    """The process is killed at this point, once in each of its lives: at the n-th passing that stands for that life."""

    point: str
    passings: tuple[int, ...]


@dataclass
class Process:
    """One process, whichever life it is in. `ended_well`: a process that ends by itself with 0 has done its work."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    kills: Kills | None = None
    trial: Trial = field(default_factory=Trial)
    killed: int = 0
    restarts: int = 0
    ended: list[int] = field(default_factory=list)
    killed_at: list[float] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    _running: subprocess.Popen[bytes] | None = None
    _keeping: threading.Thread | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Also after `stop`."""
        self._stopping.clear()
        self._keeping = threading.Thread(target=self._keep, name=f"keeps-{self.name}", daemon=True)
        self._keeping.start()

    def kill(self) -> None:
        """From outside, at any moment. It is started again."""
        self._send(signal.SIGKILL)

    def freeze(self) -> None:
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        self._send(signal.SIGCONT)

    def stop(self) -> None:
        """As a supervisor stops it: asked first, and killed when it does not end. It is not started again."""
        self._stopping.set()
        self._send(signal.SIGTERM)
        if self._keeping:
            self._keeping.join(STOP_SECONDS)
            if self._keeping.is_alive():
                self._send(signal.SIGKILL)
                self._keeping.join()

    def said(self) -> str:
        """The end of what it wrote, for who has to find out why a trial failed."""
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def _keep(self) -> None:
        while not self._stopping.is_set():
            code = self._live()
            self.ended.append(code)
            if code == 0:
                self.done.set()
                return
            if code == -signal.SIGKILL:
                self.killed += 1
                self.killed_at.append(monotonic())
            if not self._stopping.wait(PAUSE_SECONDS):
                self.restarts += 1

    def _live(self) -> int:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "tests.faults.launch", self._trial().told(), *self.command]
            self._running = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **self.environment}, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
            return self._running.wait()

    def _trial(self) -> Trial:
        passings = self.kills.passings if self.kills else ()
        kill = (self.kills.point, passings[self.killed]) if self.kills and self.killed < len(passings) else None
        return replace(self.trial, kill=kill)

    def _send(self, number: signal.Signals) -> None:
        if self._running and self._running.poll() is None:
            self._running.send_signal(number)
