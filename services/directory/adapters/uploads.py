"""Files that people sent and have not decided on yet: kept for a day beside the database, named by who sent what."""

import hashlib
import re
import time
from pathlib import Path

from shared.errors import NotFound

KEPT_SECONDS = 24 * 3600


class Uploads:
    """An upload is found only by the person who sent it. The folder is private to the service."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, subject: str, file: bytes) -> str:
        """Returns the name to ask for it by; the same file of the same person has the same name."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._forget_old()
        name = hashlib.sha256(subject.encode() + b"\0" + hashlib.sha256(file).digest()).hexdigest()
        aside = self._folder / f"{name}.part"
        aside.write_bytes(file)
        aside.replace(self._folder / name)
        return name

    def get(self, subject: str, name: str) -> bytes:
        """Raises NotFound when it is gone, or was sent by somebody else."""
        path = self._folder / name
        if not re.fullmatch(r"[0-9a-f]{64}", name) or not path.is_file():
            raise self._gone()
        file = path.read_bytes()
        if name != hashlib.sha256(subject.encode() + b"\0" + hashlib.sha256(file).digest()).hexdigest():
            raise self._gone()
        return file

    def _gone(self) -> NotFound:
        return NotFound("The file is not here any more: files are kept for a day.", remedy="Send it again.")

    def _forget_old(self) -> None:
        oldest = time.time() - KEPT_SECONDS
        for path in self._folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
