"""From the moment a provider sends a class until anyone finds it, over HTTP, on the one-machine run.

Beside it in the same rounds: the same request refused for a missing version (a write's cost without the write), and one search.
"""

import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from benchmarks.servers import signpost

ROUNDS = 60


def main() -> None:
    with TemporaryDirectory() as folder, signpost(Path(folder)) as client:
        client.headers["authorization"] = f"Bearer {_token(folder)}"
        details = _a_class(client)
        accepted, found, searched = zip(*(_round(client, details) for _ in range(ROUNDS)), strict=True)
    print(f"\nPublish → found, {ROUNDS} classes one after another")
    for name, seconds in (("accepted (201)", accepted), ("found, since it was sent", found), ("one search", searched)):
        ordered = sorted(seconds)
        median, p95 = statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000
        print(f"  {name:36}{median:>8.1f}ms{p95:>8.1f}ms  p95   {median / (statistics.median(searched) * 1000):>6.1f} × one search")


def _round(client: httpx.Client, details: dict[str, Any]) -> tuple[float, float, float]:
    word = "zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in uuid.uuid4().hex[:12])
    started = time.perf_counter()
    client.post("/directory/v1/classes", json={**details, "name": f"Benchmark {word}"}).raise_for_status()
    accepted = time.perf_counter() - started
    while True:
        asked = time.perf_counter()
        total = client.get("/directory/v1/classes", params={"q": word, "limit": 1}).json()["total"]
        if total == 1:
            return accepted, time.perf_counter() - started, time.perf_counter() - asked


def _a_class(client: httpx.Client) -> dict[str, Any]:
    """An online class of a provider that is there."""
    provider = client.get("/directory/v1/providers", params={"limit": 1}).json()["items"][0]["id"]
    return {"provider_id": provider, "format": "online", "levels": ["entry-2"]}


def _token(folder: str) -> str:
    command = [sys.executable, "-m", "signpost", "token", "Benchmark", "--role", "operator", "--authority", "all", "--data", folder]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
