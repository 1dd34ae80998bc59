"""The codes of one filter. Classes share few sets of codes, so a column holds one small number a class, and sets are told apart once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class CodeSets:
    """What is known at one moment. Pair i says that set `set_of[i]` holds code number `code_of[i]`."""

    codes: Mapping[str, int]
    labels: Mapping[str, str]
    size: int
    set_of: Ints
    code_of: Ints

    @cached_property
    def by_label(self) -> list[str]:
        return sorted(self.codes, key=lambda code: (self.labels.get(code, code), code))

    @cached_property
    def rank(self) -> Ints:
        """By code: its place by label, then code."""
        rank = np.empty(len(self.codes), dtype=np.int64)
        rank[[self.codes[code] for code in self.by_label]] = np.arange(len(self.codes))
        return rank

    def having(self, wanted: Collection[str]) -> Mask:
        """By set: does it hold one of these?"""
        asked = np.zeros(len(self.codes), dtype=np.bool_)
        asked[[self.codes[code] for code in wanted if code in self.codes]] = True
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.set_of[asked[self.code_of]]] = True
        return found

    def count(self, sets: NDArray[np.int32]) -> Ints:
        """By code: in how many of these sets it is. `sets`: one number a class."""
        by_set = np.bincount(sets, minlength=self.size)
        return np.bincount(self.code_of, weights=by_set[self.set_of], minlength=len(self.codes)).astype(np.int64)


class GrowingCodeSets:
    """The writer's side: numbers new sets and codes as they come. Numbers never change."""

    def __init__(self, options: Iterable[str] = ()) -> None:
        self._sets: dict[tuple[str, ...], int] = {}
        self._codes: dict[str, int] = {code: number for number, code in enumerate(options)}
        self._labels: dict[str, str] = {}
        self._pairs: list[tuple[int, int]] = []
        self._known: CodeSets | None = None

    def number(self, codes: Sequence[str]) -> int:
        key = tuple(codes)
        known = self._sets.get(key)
        if known is not None:
            return known
        number = self._sets[key] = len(self._sets)
        self._pairs.extend((number, self._codes.setdefault(code, len(self._codes))) for code in key)
        self._known = None
        return number

    def name(self, names: Mapping[str, str]) -> None:
        """What a code is called; the last word counts."""
        for code, label in names.items():
            if self._labels.get(code) != label:
                self._labels[code] = label
                self._known = None

    def now(self) -> CodeSets:
        if self._known is None:
            pairs = np.array(self._pairs, dtype=np.int64).reshape(-1, 2)
            self._known = CodeSets(dict(self._codes), dict(self._labels), len(self._sets), pairs[:, 0].copy(), pairs[:, 1].copy())
        return self._known
