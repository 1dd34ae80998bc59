"""The rows a search is about before any filter, in either of two forms; conditions on them are masks of the form's own kind.

Few rows are listed, and a mask is one truth a row; many are bits of all rows. `&`, `|` and `~` mean the same of both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.bits import Bits, Rows, has, of_rows, packed
from services.directory.adapters.search_embedded.selection import InBits, Listed, Selection, Wanted, any_of
from services.directory.adapters.search_embedded.snapshot import Snapshot

Mask = NDArray[Any]
Test = Callable[[NDArray[Any]], NDArray[np.bool_]]
FEW = 32
"""One row in so many, and fewer, are listed: there counting row by row and counting 64 rows at once cost the same."""


class Scope(Protocol):
    @property
    def snapshot(self) -> Snapshot: ...

    @property
    def everything(self) -> Mask: ...

    def where(self, values: NDArray[Any], test: Test) -> Mask:
        """`values`: one for each row there is."""
        ...

    def among(self, rows: Rows) -> Mask: ...

    def having(self, name: str, wanted: Wanted) -> Mask:
        """At least one of these codes of a filter."""
        ...

    def narrowed(self, mask: Mask) -> "Scope": ...

    def selection(self, mask: Mask) -> Selection: ...


@dataclass(frozen=True)
class Few:
    snapshot: Snapshot
    rows: Rows

    @property
    def everything(self) -> Mask:
        return np.ones(len(self.rows), dtype=np.bool_)

    def where(self, values: NDArray[Any], test: Test) -> Mask:
        return test(values[self.rows])

    def among(self, rows: Rows) -> Mask:
        return has(of_rows(rows, self.snapshot.size), self.rows)

    def having(self, name: str, wanted: Wanted) -> Mask:
        return np.take(self.snapshot.sets[name].having(wanted), self.snapshot.codes(name)[self.rows])

    def narrowed(self, mask: Mask) -> "Few":
        return Few(self.snapshot, self.rows[mask])

    def selection(self, mask: Mask) -> Selection:
        return Listed(self.snapshot, self.rows[mask])


@dataclass(frozen=True)
class Many:
    """`everything`: what is left of all rows."""

    snapshot: Snapshot
    everything: Bits

    def where(self, values: NDArray[Any], test: Test) -> Mask:
        return packed(test(values[: self.snapshot.size]))

    def among(self, rows: Rows) -> Mask:
        return of_rows(rows, self.snapshot.size)

    def having(self, name: str, wanted: Wanted) -> Mask:
        sets, by_code = self.snapshot.sets[name], self.snapshot.bits[name]
        if by_code is None:
            return packed(np.take(sets.having(wanted), self.snapshot.codes(name)))
        return any_of(by_code, sets.numbers(wanted))

    def narrowed(self, mask: Mask) -> "Many":
        return Many(self.snapshot, self.everything & mask)

    def selection(self, mask: Mask) -> Selection:
        return InBits(self.snapshot, self.everything & mask)
