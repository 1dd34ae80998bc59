"""One process of a stack: started, started again when it ends, ever more slowly while it keeps ending."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from signpost.stack.folder import ProcessNote
from signpost.stack.kinds import Kind
from signpost.stack.plan import Plan
from signpost.stack.programs import end_program, last_lines, start_program

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
SETTLED_SECONDS = 60.0
"""Having run so long, it begins with the shortest pause again."""
STOP_SECONDS = 20.0
"""For the batch in hand."""
Say = Callable[[str], None]


class Watched:
    def __init__(self, kind: Kind, plan: Plan, say: Say, *, demo: bool) -> None:
        self.kind, self._plan, self._say = kind, plan, say
        options = ("--port", str(plan.port_of(kind)), *(("--demo",) if demo and kind.name == "portal" else ()))
        self._command = (sys.executable, "-m", "signpost", *kind.command, *options)
        self._log = plan.folder.log(kind.name)
        self._program: subprocess.Popen[bytes] | None = None
        self._since, self._started, self._due = datetime.now(UTC), 0.0, 0.0
        self._pause, self._restarts, self._why = FIRST_PAUSE_SECONDS, 0, ""

    @property
    def note(self) -> ProcessNote:
        pid = self._program.pid if self._program else None
        return ProcessNote(
            name=self.kind.name, port=self._plan.port_of(self.kind), pid=pid, since=self._since, restarts=self._restarts, why=self._why
        )

    def start(self) -> None:
        self._program = start_program(self._command, log=self._log, environment=self._plan.environment(self.kind))
        self._since, self._started = datetime.now(UTC), time.monotonic()

    def check(self) -> bool:
        """Whether anything changed: it ended, or was started again."""
        now = time.monotonic()
        if self._program is None:
            if now < self._due:
                return False
            self._restarts += 1
            self.start()
            self._say(f"{self.kind.name}: started again")
            return True
        if self._program.poll() is None:
            return False
        self._ended(now)
        return True

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self._plan.url_of(self.kind)}/ready", timeout=2, trust_env=False).is_success
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        """Asked first: it finishes what it has in hand."""
        if self._program:
            end_program(self._program, signal.SIGTERM, STOP_SECONDS)
            self._program, self._since, self._why = None, datetime.now(UTC), "stopped"

    def _ended(self, now: float) -> None:
        assert self._program is not None  # noqa: S101  only called when it ran
        code = self._program.returncode
        self._why = f"ended by signal {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}: {self._last_said()}"
        self._pause = FIRST_PAUSE_SECONDS if now - self._started > SETTLED_SECONDS else self._pause
        self._due, self._program, self._since = now + self._pause, None, datetime.now(UTC)
        self._say(f"{self.kind.name}: {self._why}; starts again in {self._pause:g} s. Its log: {self._log}")
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    def _last_said(self) -> str:
        with self._log.open("rb") as file:
            file.seek(max(0, self._log.stat().st_size - 2000))
            return last_lines(file.read().decode("utf-8", "replace"), 1)
