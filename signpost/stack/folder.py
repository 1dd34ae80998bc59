"""The folder of a stack: its servers' data, its own files, its passwords and the note of what runs."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import orjson
from pydantic import BaseModel

from shared.errors import Unavailable
from signpost.stack.programs import open_to_others

ELSEWHERE = Path("/var/lib/signpost")
LOG_BYTES = 10_000_000


class ProcessNote(BaseModel):
    """`pid` is None while it is down."""

    name: str
    port: int
    pid: int | None = None
    since: datetime
    restarts: int = 0
    why: str = ""


class StackNote(BaseModel):
    """What `signpost status` reads. `port` is the portal's, from which every other is counted."""

    pid: int
    since: datetime
    port: int
    demo: bool
    processes: list[ProcessNote] = []


class StackFolder:
    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @property
    def data(self) -> Path:
        """SIGNPOST_DATA of every process: search index, uploads, signing key."""
        return self.path / "data"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def servers(self) -> Path:
        """Of PostgreSQL and RabbitMQ. Started by root they run as users of their own, who may not enter, say, /root: then elsewhere."""
        if os.geteuid() != 0 or open_to_others(self.path):
            return self.path / "servers"
        return ELSEWHERE / f"{self.path.name}-{hashlib.sha256(bytes(self.path)).hexdigest()[:8]}"

    def make(self) -> None:
        for each in (self.path, self.data, self.logs):
            each.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o700)
        self.servers.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises Unavailable when another process holds it."""
        with (self.path / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as running:
                raise Unavailable(
                    f"A stack runs in {self.path} already.",
                    remedy=f"See how it is: signpost status --folder {self.path}. Ctrl-C in its terminal stops it.",
                ) from running
            yield

    def runs(self) -> bool:
        """Whether a process holds it."""
        try:
            with self.held():
                return False
        except Unavailable:
            return True
        except FileNotFoundError:
            return False

    def password(self, role: str) -> str:
        """Made once, readable by the owner of the folder only."""
        path = self.path / "passwords" / role
        if not path.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_hex(20))
        return path.read_text("utf-8")

    def log(self, process: str) -> Path:
        """The one before is kept when it has grown large."""
        path = self.logs / f"{process.replace(' ', '-')}.log"
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path

    def write_note(self, note: StackNote) -> None:
        aside = self.path / "running.json.new"
        aside.write_bytes(orjson.dumps(note.model_dump(mode="json"), option=orjson.OPT_INDENT_2))
        aside.replace(self.path / "running.json")

    def read_note(self) -> StackNote:
        """Raises Unavailable when no stack was ever started here."""
        try:
            return StackNote.model_validate_json((self.path / "running.json").read_bytes())
        except FileNotFoundError as absent:
            raise Unavailable(
                f"No stack was started in {self.path}.", remedy="Start one with make stack, or name another folder: --folder FOLDER"
            ) from absent
