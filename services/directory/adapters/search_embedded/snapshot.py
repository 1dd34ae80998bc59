"""What one search sees: nothing in it moves while others write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.code_sets import CodeSets, Mask
from services.directory.adapters.search_embedded.columns import Columns
from services.directory.adapters.search_embedded.postings import Posting, Postings
from services.directory.adapters.search_embedded.text_index import classes_with
from services.directory.adapters.search_embedded.vocabulary import Vocabulary

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Snapshot:
    """`missing`: events to hear before it may be shown.

    `postings` fills as words are asked for; the next snapshot takes it over with what changed added.
    """

    columns: Columns
    alive: Mask
    ids: Sequence[str]
    sets: Mapping[str, CodeSets]
    vocabulary: Vocabulary
    searcher: tantivy.Searcher
    missing: int
    postings: Postings

    @property
    def size(self) -> int:
        return len(self.alive)

    def column(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def codes(self, name: str) -> NDArray[np.int32]:
        """Set numbers of a filter, or of SESSIONS."""
        return self.columns[f"codes:{name}"]

    def posting(self, token: str) -> Posting:
        known = self.postings.get(token)
        if known is None:
            known = self._read(token)
            self.postings.keep(token, known)
        return known

    def _read(self, token: str) -> Posting:
        by_group = classes_with(self.searcher, token)
        ordinals = np.concatenate(by_group)
        groups = np.repeat(np.arange(len(by_group), dtype=np.uint8), [len(each) for each in by_group])
        order = np.argsort(ordinals, kind="stable")
        return Posting(np.searchsorted(self.columns["ordinal"], ordinals[order]), groups[order])
