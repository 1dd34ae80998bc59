"""The servers that are compared, each a process of its own on this machine, stopped at the end."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

READY_WITHIN_SECONDS = 60
POLL_SECONDS = 0.05


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def signpost(data: Path, *, demo: bool = True) -> Iterator[httpx.Client]:
    """The one-machine run with demo people and the sample region; without `demo` there is nothing in it."""
    port = free_port()
    command = [sys.executable, "-m", "signpost", "run", "--port", str(port), "--data", str(data), *(["--demo"] if demo else [])]
    with served(command, port) as client:
        yield client


@contextmanager
def bare_fastapi() -> Iterator[httpx.Client]:
    """A FastAPI route that answers a fixed document, by the same server program."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.bare:app", "--port", str(port), "--no-access-log", "--log-level", "warning"]
    with served(command, port) as client:
        yield client


@contextmanager
def served(command: list[str], port: int, ready: str = "/ready") -> Iterator[httpx.Client]:
    """`ready`: an address that answers 200 once it serves."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            _wait_until_ready(client, started, ready)
            yield client
    finally:
        started.terminate()
        started.wait(timeout=20)


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], ready: str) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(httpx.TransportError):
            if client.get(ready).status_code == 200:
                return
        time.sleep(POLL_SECONDS)
    raise SystemExit(f"the server did not become ready within {READY_WITHIN_SECONDS} s: {' '.join(process.args)}")  # type: ignore[arg-type]
