"""Sets of rows as bits, 64 to a number: half a million classes are 62 KB, and two such sets meet in microseconds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

WORD = np.dtype("<u8")
"""Little-endian wherever this runs, so that the bytes of a number are those of its rows in order."""
Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Rows = NDArray[Any]


def words(size: int) -> int:
    """How many numbers hold the bits of so many rows."""
    return (size + 63) // 64


def packed(mask: Mask) -> Bits:
    """Of one row after another, or of each line of several."""
    room = np.zeros((*mask.shape[:-1], 8 * words(mask.shape[-1])), dtype=np.uint8)
    some = np.packbits(mask, axis=-1, bitorder="little")
    room[..., : some.shape[-1]] = some
    bits: Bits = room.view(WORD)
    return bits


def of_rows(rows: Rows, size: int) -> Bits:
    mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = True
    return packed(mask)


def rows_in(bits: Bits) -> Rows:
    """Ascending."""
    return np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little"))


def has(bits: Bits, rows: Rows) -> Mask:
    """For each of these rows: is it in the set?"""
    found: Mask = (np.right_shift(bits.view(np.uint8)[rows >> 3], (rows & 7).astype(np.uint8)) & 1).view(np.bool_)
    return found


def count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))
