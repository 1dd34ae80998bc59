"""Opens a csv, a csv.gz or the csv files of a zip as lines of text, and stops at a file made to fill the disk or the memory."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from shared.errors import Invalid, TooLarge

LARGEST_UNPACKED = 6 * 1024**3
"""Bytes read from one file. ONSPD, the largest known, is 1.5 GB in one csv and as much again in a csv for each area."""
LARGEST_RATIO = 100
"""Unpacked to packed. Postcode files pack 5 to 15 times; a zip bomb a thousand times and more."""
RATIO_FREE = 1024**2
"""Below so many unpacked bytes the ratio says nothing."""
MOST_MEMBERS = 5_000
LONGEST_LINE = 64 * 1024
REMEDY = "Unpack it yourself, look at what it is, and give the csv."


@dataclass(frozen=True)
class TextFile:
    """One csv to read: the file itself, or a member of a zip."""

    name: str
    size: int
    archive: zipfile.ZipFile | None
    path: Path

    def lines(self) -> Iterator[str]:
        """Lines as UTF-8 text, with no mark at the start; what is not UTF-8 becomes a replacement character.

        Raises Invalid for a damaged archive or an endless line, TooLarge past the limits above."""
        try:
            with self._opened() as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="") as text:
                while line := text.readline(LONGEST_LINE):
                    if len(line) == LONGEST_LINE:
                        raise Invalid.field(
                            "file", f"{self.name} has a line of over {LONGEST_LINE} characters.", "Give a csv with one postcode a line."
                        )
                    yield line
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as damage:
            raise Invalid.field(
                "file", f"{self.path.name} cannot be read: {damage}.", "Fetch it again; it may be incomplete or locked."
            ) from damage

    def _opened(self) -> io.BufferedReader:
        packed = self.path.stat().st_size
        if self.archive:
            return _counted(self.archive.open(self.name), self.name, self.archive.getinfo(self.name).compress_size)
        if self.path.suffix.lower() == ".gz":
            return _counted(gzip.open(self.path), self.name, packed)
        return _counted(self.path.open("rb"), self.name, packed)


class Readable(Protocol):
    """What csv files, gzip files and zip members have in common."""

    def read(self, size: int = -1, /) -> bytes: ...

    def close(self) -> None: ...


class _Counted(io.RawIOBase):
    """Counts what comes out, so that no stated size need be believed."""

    def __init__(self, inner: Readable, name: str, packed: int) -> None:
        self._inner, self._name, self._packed, self._count = inner, name, packed, 0

    def readable(self) -> bool:
        return True

    # `into` is a collections.abc.Buffer, which Python has a name for only since 3.12
    def readinto(self, into: Any, /) -> int:
        data = self._inner.read(len(memoryview(into)))
        memoryview(into)[: len(data)] = data
        self._count += len(data)
        check_size(self._name, self._count, self._packed)
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def _counted(inner: Readable, name: str, packed: int) -> io.BufferedReader:
    return io.BufferedReader(_Counted(inner, name, packed), 64 * 1024)


def check_size(name: str, unpacked: int, packed: int) -> None:
    """Raises TooLarge for what is over the limits above."""
    if unpacked > LARGEST_UNPACKED:
        raise TooLarge(f"{name} unpacks to more than {LARGEST_UNPACKED // 1024**3} GB.", remedy=REMEDY)
    if unpacked > RATIO_FREE and unpacked > LARGEST_RATIO * max(1, packed):
        raise TooLarge(f"{name} unpacks to more than {LARGEST_RATIO} times its size; that is no postcode file.", remedy=REMEDY)


@contextmanager
def text_files(path: Path) -> Iterator[list[TextFile]]:
    """The csv or txt files in a zip, or the file itself. Raises Invalid if there is no such file or the zip is damaged or overfull."""
    if not path.is_file():
        raise Invalid.field("file", f"There is no file {path}.", "Give the path of a postcode file.")
    if not zipfile.is_zipfile(path):
        yield [TextFile(path.name, path.stat().st_size, None, path)]
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as damage:
        raise Invalid.field("file", f"{path.name} is a damaged zip.", "Fetch it again.") from damage
    with archive:
        yield _members(path, archive)


def _members(path: Path, archive: zipfile.ZipFile) -> list[TextFile]:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise TooLarge(f"{path.name} holds over {MOST_MEMBERS} files; that is no postcode file.", remedy=REMEDY)
    texts = [member for member in members if member.filename.lower().endswith((".csv", ".txt"))]
    check_size(path.name, sum(member.file_size for member in texts), path.stat().st_size)
    return [TextFile(member.filename, member.file_size, archive, path) for member in texts]
