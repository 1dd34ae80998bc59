"""The codes of one filter. Classes share few sets of codes, so a column holds one small number a class, and sets are told apart once."""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class CodeSets:
    """What is known at one moment. Pair i says that set `set_of[i]` holds code number `code_of[i]`; pairs are in order of their sets.

    `by_label`: (label, code) in order.
    """

    codes: Mapping[str, int]
    by_label: Sequence[tuple[str, str]]
    size: int
    set_of: Ints
    code_of: Ints

    @cached_property
    def rank(self) -> Ints:
        """By code: its place by label, then code."""
        rank = np.empty(len(self.codes), dtype=np.int64)
        rank[[self.codes[code] for _, code in self.by_label]] = np.arange(len(self.codes))
        return rank

    @cached_property
    def _first(self) -> Ints:
        """By set: where its pairs begin; one more, where the last ends."""
        return np.searchsorted(self.set_of, np.arange(self.size + 1))

    def having(self, wanted: Collection[str]) -> Mask:
        """By set: does it hold one of these?"""
        asked = np.zeros(len(self.codes), dtype=np.bool_)
        asked[self.numbers(wanted)] = True
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.set_of[asked[self.code_of]]] = True
        return found

    def numbers(self, wanted: Collection[str]) -> list[int]:
        """Of those that some class has, or an option names."""
        return [self.codes[code] for code in wanted if code in self.codes]

    def count(self, sets: NDArray[np.int32]) -> Ints:
        """By code: in how many of these sets it is. `sets`: one number a class."""
        by_set = np.bincount(sets, minlength=self.size)
        return np.bincount(self.code_of, weights=by_set[self.set_of], minlength=len(self.codes)).astype(np.int64)

    def held(self, sets: NDArray[np.int32]) -> tuple[Ints, Ints]:
        """(codes, in how many of these sets each is), of those that are in one. Costs what is held, not what is known."""
        if 4 * len(sets) > self.size:
            counts = self.count(sets)
            codes = np.flatnonzero(counts)
            return codes, counts[codes]
        _, each = self.codes_in(sets)
        codes, counts = np.unique(each, return_counts=True)
        return codes, counts

    def codes_in(self, sets: NDArray[np.signedinteger]) -> tuple[Ints, Ints]:
        """(which of `sets`, code) for every code of every one of them."""
        first, after = self._first[sets], self._first[sets + 1]
        many = after - first
        which = np.repeat(np.arange(len(sets)), many)
        within = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
        return which, self.code_of[first[which] + within]


class GrowingCodeSets:
    """The writer's side: numbers new sets and codes as they come. Numbers never change."""

    def __init__(self, options: Iterable[str] = ()) -> None:
        self._sets: dict[tuple[str, ...], int] = {}
        self._codes: dict[str, int] = {}
        self._labels: dict[str, str] = {}
        self._by_label: list[tuple[str, str]] = []
        self._unordered: set[str] = set()
        self._set_of, self._code_of = array("q"), array("q")
        self._known: CodeSets | None = None
        for code in options:
            self._code(code)

    def number(self, codes: Sequence[str]) -> int:
        key = tuple(codes)
        known = self._sets.get(key)
        if known is not None:
            return known
        number = self._sets[key] = len(self._sets)
        self._set_of.extend([number] * len(key))
        self._code_of.extend(self._code(code) for code in key)
        self._known = None
        return number

    def name(self, names: Mapping[str, str]) -> None:
        """What a code is called; the last word counts."""
        for code, label in names.items():
            if self._labels.get(code) != label:
                self._labels[code] = label
                self._unordered.add(code)
                self._known = None

    def now(self) -> CodeSets:
        if self._known is None:
            self._order()
            set_of, code_of = (np.array(each, dtype=np.int64) for each in (self._set_of, self._code_of))
            self._known = CodeSets(dict(self._codes), self._by_label, len(self._sets), set_of, code_of)
        return self._known

    def sets(self) -> list[tuple[str, ...]]:
        """In order of their numbers."""
        return list(self._sets)

    def labels(self) -> Mapping[str, str]:
        return self._labels

    def _code(self, code: str) -> int:
        if code not in self._codes:
            self._codes[code] = len(self._codes)
            self._unordered.add(code)
        return self._codes[code]

    def _order(self) -> None:
        """Sorting what is nearly in order is quick, and a search that comes then need not wait for it."""
        if self._unordered:
            kept = [each for each in self._by_label if each[1] not in self._unordered]
            named = ((self._labels.get(code, code), code) for code in self._unordered if code in self._codes)
            self._by_label = sorted([*kept, *named])
            self._unordered.clear()
