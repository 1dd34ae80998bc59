"""What one search sees: nothing in it moves while others write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.bits import Bits
from services.directory.adapters.search_embedded.code_sets import CodeSets
from services.directory.adapters.search_embedded.columns import Columns
from services.directory.adapters.search_embedded.ground import Ground
from services.directory.adapters.search_embedded.moment import Moment, Moments
from services.directory.adapters.search_embedded.postings import Posting, Postings, Words
from services.directory.adapters.search_embedded.text_index import classes_with
from services.directory.adapters.search_embedded.vocabulary import Vocabulary


@dataclass(frozen=True)
class Snapshot:
    """`missing`: events to hear before it may be shown. `bits`: by filter, a line for each code; None where rows are looked at one by one.

    `postings`, `words` and `moments` fill as searches come; later snapshots share or take over what is in them.
    """

    columns: Columns
    alive: Bits
    ids: Sequence[str]
    sets: Mapping[str, CodeSets]
    bits: Mapping[str, Bits | None]
    ground: Ground
    vocabulary: Vocabulary
    searcher: tantivy.Searcher
    missing: int
    postings: Postings
    words: Words
    moments: Moments

    @property
    def size(self) -> int:
        return len(self.columns["ordinal"])

    def column(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def codes(self, name: str) -> NDArray[np.int32]:
        """Set numbers of a filter, or of SESSIONS."""
        return self.columns[f"codes:{name}"]

    def moment(self, now: datetime, today: date) -> Moment:
        return self.moments.at(self.columns, now, today)

    def posting(self, token: str, *, listed: bool = False) -> Posting:
        """`listed`: it comes from our own list of words, not from a visitor."""
        known = self.postings.get(token)
        if known is None:
            known = self._read(token)
            self.postings.keep(token, known, listed=listed)
        return known

    def _read(self, token: str) -> Posting:
        by_group = classes_with(self.searcher, token)
        ordinals = np.concatenate(by_group)
        groups = np.repeat(np.arange(len(by_group), dtype=np.uint8), [len(each) for each in by_group])
        order = np.argsort(ordinals, kind="stable")
        rows = np.searchsorted(self.columns["ordinal"], ordinals[order])
        return Posting(rows.astype(np.int32), groups[order])
