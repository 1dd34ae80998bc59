"""Looking into an xlsx or ods file (zip archives) before anything unpacks it: a small file may claim, or be, gigabytes."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from services.directory.adapters.spreadsheets.formats import SAVE_AS
from services.directory.domain.spreadsheet.limits import MEGABYTE, MOST_PARTS, MOST_TIMES_LARGER, MOST_UNPACKED_BYTES
from shared.errors import Invalid, TooLarge

_CHUNK = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")


def damaged() -> Invalid:
    return Invalid(
        "The workbook is damaged and cannot be read.", remedy="Open it in your spreadsheet program, save it again and choose the new file."
    )


class Archive:
    """The parts of a workbook. Opening it checks what the directory of the archive states; `chunks` checks the stream itself."""

    def __init__(self, source: bytes | Path) -> None:
        self._source = source
        try:
            with ZipFile(self._open()) as zipped:
                self._parts = {part.filename: part for part in zipped.infolist()}
                stated = zipped.infolist()
        except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error, EOFError) as error:
            raise damaged() from error
        _check_stated(stated)
        if len(stated) != len(self._parts):
            raise damaged()

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """A whole part; empty when there is none of that name."""
        return b"".join(self.chunks(name)) if name in self._parts else b""

    def chunks(self, name: str) -> Iterator[bytes]:
        """The part as it really unpacks, piece by piece. Raises TooLarge as soon as it is larger than stated."""
        part, unpacked = self._parts[name], 0
        with self._open() as file:
            for piece in _unpacked(file, part):
                unpacked += len(piece)
                if unpacked > part.file_size:
                    raise _bomb(f"“{name}” in it unpacks to more than it states")
                yield piece
        if unpacked != part.file_size:
            raise damaged()

    def check_streams(self) -> None:
        """Unpacks every part once, keeping nothing."""
        for name in self._parts:
            for _ in self.chunks(name):
                pass

    def _open(self) -> BinaryIO:
        return BytesIO(self._source) if isinstance(self._source, bytes) else self._source.open("rb")


def _check_stated(parts: list[ZipInfo]) -> None:
    if any(part.header_offset < 0 for part in parts):
        raise damaged()
    if len(parts) > MOST_PARTS:
        raise _bomb(f"it holds {len(parts):,} parts, and at most {MOST_PARTS:,} are unpacked")
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid(
            "The workbook is protected by a password, so it cannot be read.", remedy="Save it without a password, then choose it again."
        )
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        raise Invalid("The workbook is packed in a way spreadsheet programs do not use.", remedy=SAVE_AS)
    total = sum(part.file_size for part in parts)
    if total > MOST_UNPACKED_BYTES:
        raise _bomb(f"unpacked it would be {total // MEGABYTE:,} MB, and the limit is {MOST_UNPACKED_BYTES // MEGABYTE} MB")
    for part in parts:
        if part.file_size > max(MEGABYTE, part.compress_size * MOST_TIMES_LARGER):
            raise _bomb(f"“{part.filename}” in it would grow more than {MOST_TIMES_LARGER} times")


def _unpacked(file: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    file.seek(part.header_offset)
    head = file.read(_LOCAL_HEADER.size)
    if len(head) < _LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
        raise damaged()
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(head)
    file.seek(name_length + extra_length, 1)
    packed = _packed(file, part.compress_size)
    return packed if part.compress_type == ZIP_STORED else _inflated(packed)


def _packed(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left > 0 and (piece := file.read(min(_CHUNK, left))):
        left -= len(piece)
        yield piece


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    """At most a chunk at a time, so that a bomb is seen before it goes off."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in packed:
            yield inflate.decompress(piece, _CHUNK)
            while inflate.unconsumed_tail:
                yield inflate.decompress(inflate.unconsumed_tail, _CHUNK)
        yield inflate.flush()
    except zlib.error as error:
        raise damaged() from error


def _bomb(why: str) -> TooLarge:
    return TooLarge(
        f"The workbook was not opened: {why}.", remedy="Copy the rows you need into a new workbook, save it and choose that file."
    )
