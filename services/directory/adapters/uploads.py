"""Files that people sent and have not decided on yet: kept for a day beside the database, named by who sent what."""

import hashlib
import re
import time
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from shared.errors import NotFound

KEPT_SECONDS = 24 * 3600
KEPT_OF_ONE_PERSON = 5
"""The newest; a preview is decided on before the next few, and one person must not fill the disk."""

_WHOSE = 16
"""So many characters of a name are the person's, the rest the file's."""


class Uploads:
    """An upload is found only by the person who sent it. The folder is private to the service; what is old goes when it is opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if folder.is_dir():
            self._forget_old()

    def keep(self, subject: str, file: bytes) -> str:
        """Returns the name to ask for it by; the same file of the same person has the same name. The person's older ones may go."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._forget_old()
        name = _name(subject, file)
        aside = self._folder / f"{name}.{token_hex(8)}.part"
        try:
            aside.write_bytes(file)
            aside.replace(self._folder / name)
        finally:
            aside.unlink(missing_ok=True)
        self._forget_more_than_enough(name)
        return name

    def check_theirs(self, subject: str, name: str) -> None:
        """Raises NotFound when it was sent by somebody else, or is no name of a file."""
        if not re.fullmatch(r"[0-9a-f]{64}", name) or not name.startswith(_whose(subject)):
            raise self._gone()

    def path(self, subject: str, name: str) -> Path:
        """Where it is, for a file too large to be held. Raises NotFound as `get`."""
        self.check_theirs(subject, name)
        if not (path := self._folder / name).is_file():
            raise self._gone()
        return path

    def get(self, subject: str, name: str) -> bytes:
        """Raises NotFound when it is gone, or was sent by somebody else."""
        self.check_theirs(subject, name)
        try:
            file = (self._folder / name).read_bytes()
        except FileNotFoundError as error:
            raise self._gone() from error
        if name != _name(subject, file):
            raise self._gone()
        return file

    def _gone(self) -> NotFound:
        return NotFound("The file is not here any more: files are kept for a day, and a person’s newest five.", remedy="Send it again.")

    def _forget_old(self) -> None:
        oldest = time.time() - KEPT_SECONDS
        for path, sent in _sent(self._folder.iterdir()):
            if sent < oldest:
                path.unlink(missing_ok=True)

    def _forget_more_than_enough(self, newest: str) -> None:
        theirs = [path for path in self._folder.iterdir() if path.name[:_WHOSE] == newest[:_WHOSE] and not path.suffix]
        others = sorted(_sent(path for path in theirs if path.name != newest), key=lambda each: each[1], reverse=True)
        for path, _ in others[KEPT_OF_ONE_PERSON - 1 :]:
            path.unlink(missing_ok=True)
            for beside in self._folder.glob(f"{path.name}.*.preview"):
                beside.unlink(missing_ok=True)


def _whose(subject: str) -> str:
    return hashlib.sha256(subject.encode()).hexdigest()[:_WHOSE]


def _name(subject: str, file: bytes) -> str:
    """64 hexadecimal digits: first whose it is, then of whom what. Nobody else can ask for it, even with the same file in hand."""
    what = hashlib.sha256(subject.encode() + b"\0" + hashlib.sha256(file).digest()).hexdigest()
    return _whose(subject) + what[: 64 - _WHOSE]


def _sent(paths: Iterable[Path]) -> list[tuple[Path, float]]:
    """With the moment each was sent, in seconds since 1970; without those that another sender has just put in place or taken away."""
    found = []
    for path in paths:
        try:
            found.append((path, path.stat().st_mtime))
        except FileNotFoundError:
            continue
    return found
