"""Some of the rows, in either of two forms, with what is counted of them. Few are listed; many are bits, and what costs nothing by the
row (a filter, its counts) then costs nothing by the listing either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from services.directory.adapters.search_embedded.bits import Bits, Rows, count, rows_in
from services.directory.adapters.search_embedded.code_sets import Ints
from services.directory.adapters.search_embedded.snapshot import Snapshot

Wanted = frozenset[str]


class Selection(Protocol):
    @property
    def rows(self) -> Rows: ...

    @property
    def total(self) -> int: ...

    def count(self, name: str) -> Ints:
        """By code of a filter: how many have it."""
        ...

    def held(self, name: str) -> tuple[Ints, Ints]:
        """(codes of a filter that some have, how many have each)."""
        ...

    def having(self, name: str, each: Iterable[Wanted]) -> list[int]:
        """How many have at least one of these codes, for each of several such choices."""
        ...


@dataclass(frozen=True)
class Listed:
    snapshot: Snapshot
    rows: Rows

    @property
    def total(self) -> int:
        return len(self.rows)

    def count(self, name: str) -> Ints:
        return self.snapshot.sets[name].count(self.snapshot.codes(name)[self.rows])

    def held(self, name: str) -> tuple[Ints, Ints]:
        return self.snapshot.sets[name].held(self.snapshot.codes(name)[self.rows])

    def having(self, name: str, each: Iterable[Wanted]) -> list[int]:
        sets = self.snapshot.sets[name]
        by_set = np.bincount(self.snapshot.codes(name)[self.rows], minlength=sets.size)
        return [int(by_set[sets.having(wanted)].sum()) for wanted in each]


@dataclass(frozen=True)
class InBits:
    snapshot: Snapshot
    bits: Bits

    @cached_property
    def rows(self) -> Rows:
        return rows_in(self.bits)

    @cached_property
    def total(self) -> int:
        return count(self.bits)

    def count(self, name: str) -> Ints:
        by_code = self.snapshot.bits[name]
        if by_code is None:
            return Listed(self.snapshot, self.rows).count(name)
        return np.bitwise_count(by_code & self.bits).sum(axis=1, dtype=np.int64)

    def held(self, name: str) -> tuple[Ints, Ints]:
        if self.snapshot.bits[name] is None:
            return Listed(self.snapshot, self.rows).held(name)
        counts = self.count(name)
        codes = np.flatnonzero(counts)
        return codes, counts[codes]

    def having(self, name: str, each: Iterable[Wanted]) -> list[int]:
        by_code, sets = self.snapshot.bits[name], self.snapshot.sets[name]
        if by_code is None:
            return Listed(self.snapshot, self.rows).having(name, each)
        return [count(any_of(by_code, sets.numbers(wanted)) & self.bits) for wanted in each]


def any_of(by_code: Bits, codes: Sequence[int]) -> Bits:
    found: Bits = np.bitwise_or.reduce(by_code[list(codes)], axis=0)
    return found
