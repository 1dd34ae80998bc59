"""Which rows hold a token, and which hold a word in any of the ways it is said: remembered for what was asked for of late."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.bits import Bits, Rows, of_rows, packed
from services.directory.adapters.search_embedded.recent import Recent

MOST_TOKENS = 10_000
"""More than the words that classes say; a token of few classes takes some hundred bytes."""
MOST_WORDS = 2_000
"""Those of many classes take a byte a class, and there are never many such words."""
_MOST_ROWS_LISTED = 5
"""A row that is listed takes five bytes and one of an array of all rows takes one, so words that a fifth of the classes say are arrays."""


@dataclass(frozen=True)
class Posting:
    """The rows of one token, ascending, each with the number of its group in GROUPS. Dead rows may be among them."""

    rows: NDArray[np.int32]
    groups: NDArray[np.uint8]


class Postings(Recent[str, Posting]):
    """A token that nothing holds is not kept, for there is no end to those; but those of our own list of words are, for there is."""

    def __init__(self, known: Iterable[tuple[str, Posting]] = ()) -> None:
        super().__init__(lambda: MOST_TOKENS, known)

    def keep(self, token: str, posting: Posting, *, listed: bool = False) -> None:
        if listed or len(posting.rows):
            super().keep(token, posting)

    def copy(self) -> "Postings":
        return Postings(self.items())


@dataclass(frozen=True)
class WordRows:
    """The points a word gives to each of the first `size` rows: of all of them in order, or only of `rows`, which are ascending."""

    size: int
    rows: NDArray[np.int32] | None
    points: NDArray[np.int8]
    many: int

    def at(self, rows: Rows) -> NDArray[np.int8]:
        """0: does not have it."""
        if self.rows is None:
            return self.points[rows]
        if not len(self.rows):
            return np.zeros(len(rows), dtype=np.int8)
        place = np.minimum(self.rows.searchsorted(rows), len(self.rows) - 1)
        return np.where(self.rows[place] == rows, self.points[place], np.int8(0))

    def having(self, size: int) -> Rows:
        """Those of the first `size` rows that have it."""
        if self.rows is None:
            return np.flatnonzero(self.points[:size])
        return self.rows[: self.rows.searchsorted(size)]

    def bits(self, size: int) -> Bits:
        return packed(self.points[:size] > 0) if self.rows is None else of_rows(self.having(size), size)


def word_rows(tokens: Iterable[tuple[Posting, NDArray[np.int8]]], size: int, before: WordRows | None) -> WordRows:
    """`tokens`: the ways a word is said, with the points of each group. What was known of the first rows is not worked out again."""
    start = before.size if before else 0
    points = np.zeros(size - start, dtype=np.int8)
    for posting, worth in tokens:
        later = int(posting.rows.searchsorted(start))
        rows = posting.rows[later:] - start
        points[rows] = np.maximum(points[rows], worth[posting.groups[later:]])
    return _shortest(size, points, before)


def _shortest(size: int, points: NDArray[np.int8], before: WordRows | None) -> WordRows:
    start = before.size if before else 0
    rows = np.flatnonzero(points)
    many = len(rows) + (before.many if before else 0)
    if _MOST_ROWS_LISTED * many > size:
        return WordRows(size, None, np.concatenate([_whole(before), points]), many)
    known = before.having(start) if before else rows[:0]
    held = before.at(known) if before else points[:0]
    return WordRows(size, np.concatenate([known, rows + start]).astype(np.int32), np.concatenate([held, points[rows]]), many)


def _whole(before: WordRows | None) -> NDArray[np.int8]:
    return before.at(np.arange(before.size)) if before else np.zeros(0, dtype=np.int8)


class Words(Recent[tuple[str, ...], WordRows]):
    """By the tokens that say it; the first is what was asked for."""

    def __init__(self) -> None:
        super().__init__(lambda: MOST_WORDS)

    def rows(self, tokens: tuple[str, ...], size: int, read: Callable[[], Iterable[tuple[Posting, NDArray[np.int8]]]]) -> WordRows:
        """What no class says is not kept: there is no end to it."""
        known = self.get(tokens)
        if known is not None and known.size >= size:
            return known
        made = word_rows(read(), size, known)
        if made.many:
            self.keep(tokens, made)
        return made
