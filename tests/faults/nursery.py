"""Starts processes by forking one that has read all of the code already: a trial restarts many, and reading takes three seconds each.

Two of them are kept: one plain, and one whose sockets and locks are green (eventlet) for workers on nameko. What is forked is a process
like any other: it is killed, frozen and restarted by its number. `python -m tests.faults.nursery` reads one request a line and answers
with {"began": number} and, when that process is over, {"over": number, "code": …}.
"""

import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from os import _exit, fork, read, waitpid, write
from queue import Queue

from tests.faults.launch import ROOT, Trial, prepare

READ_BEFORE = ("signpost.cli", "tests.faults.consumers", "services.directory.entrypoints.relay")
READ_BEFORE_GREEN = (
    "signpost.cli",
    "tests.faults.consumers",
    "services.directory.entrypoints.worker",
    "services.reporting.entrypoints.worker",
)


@dataclass(frozen=True)
class Request:
    """`command`: a module and its arguments."""

    trial: Trial
    command: Sequence[str]
    environment: Mapping[str, str]
    log: str


@dataclass
class Child:
    """A process that was started. `over` gets its exit code; negative: the number of the signal that ended it."""

    number: int
    over: "Queue[int]" = field(default_factory=Queue)

    def send(self, signal_number: int) -> None:
        os.kill(self.number, signal_number)


class Nursery:
    """One of the two, and who waits for what it starts."""

    def __init__(self, *, green: bool) -> None:
        command = [sys.executable, "-m", "tests.faults.nursery", *(["green"] if green else [])]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._asking, self._began = threading.Lock(), Queue[Child]()
        self._children: dict[int, Child] = {}
        threading.Thread(target=self._listen, name="hears-a-nursery", daemon=True).start()

    def start(self, request: Request) -> Child:
        assert self._process.stdin
        with self._asking:
            self._process.stdin.write(json.dumps(asdict(request)).encode() + b"\n")
            return self._began.get(timeout=120)

    def close(self) -> None:
        """Ends what it started and still runs."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            told = json.loads(line)
            if "began" in told:
                child = self._children[told["began"]] = Child(told["began"])
                self._began.put(child)
            else:
                self._children.pop(told["over"]).over.put(told["code"])


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever runs the trials; this ends when its input does
    if sys.argv[1:] == ["green"]:
        importlib.import_module("shared.messaging.rabbitmq.green").make_green()
    for module in READ_BEFORE_GREEN if sys.argv[1:] == ["green"] else READ_BEFORE:
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, lambda number, frame: _reap())
    _serve()


_running: set[int] = set()


def _serve() -> None:
    waiting = b""
    while heard := read(0, 65_536):
        *lines, waiting = (waiting + heard).split(b"\n")
        for line in lines:
            _begin(Request(**json.loads(line)))
    for number in list(_running):
        os.kill(number, signal.SIGKILL)


def _begin(request: Request) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # nobody is over before it was said to have begun
    number = fork()
    if number == 0:
        _live(request)
    _running.add(number)
    _say(began=number)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


def _reap() -> None:
    for number in list(_running):
        try:
            found, status = waitpid(number, os.WNOHANG)
        except ChildProcessError:  # another signal came in the middle of this, and it was reaped there
            continue
        if found:
            _running.discard(number)
            _say(over=number, code=os.waitstatus_to_exitcode(status))


def _say(**what: int) -> None:
    write(1, json.dumps(what).encode() + b"\n")


def _live(request: Request) -> None:
    """In the new process, which never comes back."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        log, nothing = os.open(request.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), os.open(os.devnull, os.O_RDONLY)
        for end, place in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(end, place)
        if "eventlet" in sys.modules:
            importlib.import_module("eventlet.hubs").use_hub()  # its own: that of the nursery would wake it for its siblings' sockets
        os.environ.update(request.environment)
        prepare(Trial(**request.trial))  # type: ignore[arg-type]  # as JSON gives it
        sys.argv = list(request.command)
        runpy.run_module(request.command[0], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  told, as Python itself tells it
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        _exit(code)


if __name__ == "__main__":
    main()
