"""Signpost as a person starts it: its own process, on a free port and a folder of its own."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import httpx

PATIENCE_SECONDS = 60.0
"""A busy machine is slow; a wait that ends earlier would say nothing of the product."""
POLL_SECONDS = 0.05
T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, found: Callable[[], T | None]) -> T:
    """The first answer that is not None; asks again until then."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if (answer := found()) is not None:
            return answer
        time.sleep(POLL_SECONDS)
    raise AssertionError(f"waited {PATIENCE_SECONDS:.0f} s in vain for {what}")


class Server:
    """One run. `said` is what stood on the terminal."""

    def __init__(self, data: Path, port: int | None = None) -> None:
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._output = data.parent / f"output-{self.port}-{time.monotonic_ns()}.txt"
        command = [sys.executable, "-m", "signpost", "run", "--demo", "--port", str(self.port), "--data", str(data)]
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)

    @property
    def said(self) -> str:
        return self._output.read_text(encoding="utf-8")

    def answers(self, path: str = "/directory/ready") -> bool | None:
        """True when it does, None while it does not yet."""
        assert self.process.poll() is None, f"it ended: {self.said}"
        try:
            return httpx.get(self.address + path).status_code == 200 or None
        except httpx.TransportError:
            return None

    def wait_until_ready(self) -> None:
        wait_for("Signpost to be ready", self.answers)

    def kill(self) -> None:
        """As a power cut does: nothing is finished, nothing is tidied."""
        self.process.kill()
        self.process.wait()

    def interrupt(self) -> int:
        """Ctrl-C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)

    def exit_code(self) -> int:
        """For a run that ends by itself."""
        return self.process.wait(PATIENCE_SECONDS)
