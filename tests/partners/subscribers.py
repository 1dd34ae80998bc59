"""The example subscribers, run as a partner's engineer runs them: a process each, told by its environment who it is."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.architecture.repository import ROOT
from tests.node import node

SECONDS = 30
COMMANDS: dict[str, Callable[[], Sequence[str]]] = {
    "python": lambda: (sys.executable, str(ROOT / "examples/python/subscriber.py")),
    "javascript": lambda: (node(), str(ROOT / "examples/javascript/subscriber.mjs")),
}


class Subscriber:
    """`next` waits for what it prints; `complaint` for what it says when it ends."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._printed: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self, count: int) -> list[dict[str, Any]]:
        """Raises queue.Empty when it does not print that many in time."""
        return [json.loads(self._printed.get(timeout=SECONDS)) for _ in range(count)]

    def heard(self, count: int) -> list[str]:
        """The ids of the events it prints."""
        return [each["id"] for each in self.next(count)]

    def heard_until(self, id: str) -> list[str]:
        ids: list[str] = []
        while id not in ids:
            ids += self.heard(1)
        return ids

    def complaint(self) -> str:
        """Of one that ends by itself."""
        return self._process.communicate(timeout=SECONDS)[1]

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._printed.put(line)


@contextmanager
def running(language: str, address: str, folder: Path, *words: str) -> Iterator[Subscriber]:
    environment = {"PATH": os.environ["PATH"], "SIGNPOST_EVENTS": address}
    command = [*COMMANDS[language](), *words]
    process = subprocess.Popen(command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield Subscriber(process)
    finally:
        process.kill()
        process.communicate()
