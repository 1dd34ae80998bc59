"""The files of an index folder: who may write them, and whether they are whole."""

import fcntl
import logging
import mmap
import shutil
import zlib
from pathlib import Path
from typing import IO

import orjson

from shared.errors import Unavailable

WRITER_LOCK = "writer.lock"
_TAIL = 8
"""Bytes at the very end of tantivy's files: length of the footer, magic number. The footer before it is JSON with a CRC-32 of the rest."""
log = logging.getLogger(__name__)


def lock(folder: Path) -> IO[bytes]:
    """Holds the folder against other processes until the file is closed, or its process ends. Raises Unavailable."""
    folder.mkdir(parents=True, exist_ok=True)
    held = (folder / WRITER_LOCK).open("ab")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise Unavailable(
            f"Another Signpost is running on this data folder ({folder}).",
            remedy="Stop it first, or start this one with another folder: signpost run --data FOLDER.",
        ) from None
    return held


def in_use(folder: Path) -> bool:
    """Whether a process holds the folder. The system releases a lock when its holder ends, however it ends."""
    try:
        with (folder / WRITER_LOCK).open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def check_whole(folder: Path) -> None:
    """Raises ValueError or OSError for a file of the last commit that is not as it was written: tantivy trusts its files."""
    meta = folder / "meta.json"
    if not meta.exists():
        return
    names = {segment["segment_id"].replace("-", "") for segment in orjson.loads(meta.read_bytes())["segments"]}
    for file in sorted(folder.iterdir()):
        if file.name.split(".")[0] in names:
            _check(file)


def remove_kinds(folder: Path, but: str = "") -> None:
    """Remove the indexes in a data folder, but one."""
    for kind in folder.glob("classes-*"):
        if kind.name != but:
            log.info("removing the search index %s", kind.name)
            shutil.rmtree(kind)


def _check(file: Path) -> None:
    if file.stat().st_size <= _TAIL:
        raise ValueError(f"{file.name} is cut short")
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = len(content) - _TAIL
        start = end - int.from_bytes(content[end : end + 4], "little")
        if start < 0 or zlib.crc32(memoryview(content)[:start]) != orjson.loads(content[start:end])["crc"]:
            raise ValueError(f"{file.name} is damaged")
