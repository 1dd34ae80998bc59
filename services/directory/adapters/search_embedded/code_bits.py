"""For each code of a filter the rows that have it, as bits: what many rows are filtered and counted by."""

import numpy as np

from services.directory.adapters.search_embedded.bits import WORD, Bits, packed, words
from services.directory.adapters.search_embedded.code_sets import CodeSets, Ints

MOST_CODES = 256
"""Of a filter. One with more (the providers) has no bits: each of its codes has few rows, and they are counted row by row."""
_AT_ONCE = 65_536


class GrowingCodeBits:
    """The writer's side. What a reader was given never changes for the rows it knows; new rows are new bits behind them."""

    def __init__(self) -> None:
        self._bits: Bits | None = np.zeros((8, 8), dtype=WORD)

    def append(self, first: int, numbers: Ints, sets: CodeSets) -> None:
        """`numbers`: the sets of rows `first` and on."""
        for at in range(0, max(len(numbers), 1), _AT_ONCE):
            self._append(first + at, numbers[at : at + _AT_ONCE], sets)

    def now(self, codes: int, size: int) -> Bits | None:
        """One line for each code; None when there are too many."""
        self._make_room(codes, words(size))
        return None if self._bits is None else self._bits[:codes, : words(size)]

    def _append(self, first: int, numbers: Ints, sets: CodeSets) -> None:
        self._make_room(len(sets.codes), words(first + len(numbers)))
        if self._bits is None:
            return
        start = first // 64
        which, codes = sets.codes_in(numbers)
        mask = np.zeros((len(sets.codes), first - 64 * start + len(numbers)), dtype=np.bool_)
        mask[codes, which + (first - 64 * start)] = True
        new = packed(mask)
        self._bits[: new.shape[0], start : start + new.shape[1]] |= new

    def _make_room(self, codes: int, width: int) -> None:
        if codes > MOST_CODES:
            self._bits = None
        if self._bits is None:
            return
        had_codes, had_width = self._bits.shape
        if codes <= had_codes and width <= had_width:
            return
        more_codes = had_codes if codes <= had_codes else min(2 * codes, MOST_CODES)
        more = np.zeros((more_codes, had_width if width <= had_width else 2 * width), dtype=WORD)
        more[:had_codes, :had_width] = self._bits
        self._bits = more
