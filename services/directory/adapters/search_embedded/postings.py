"""Which rows hold a token, remembered for the tokens asked for of late. Anyone may ask for anything, so only so many are kept."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_TOKENS = 10_000
"""More than the words that classes say; a token of few classes takes some hundred bytes."""


@dataclass(frozen=True)
class Posting:
    """The rows of one token, ascending, each with the number of its group in GROUPS. Dead rows may be among them."""

    rows: NDArray[np.int64]
    groups: NDArray[np.uint8]


class Postings:
    """Any number of threads may use it. A token that nothing holds is not kept: there is no end to those."""

    def __init__(self, known: Iterable[tuple[str, Posting]] = ()) -> None:
        self._lock = threading.Lock()
        self._known = OrderedDict(known)

    def get(self, token: str) -> Posting | None:
        with self._lock:
            known = self._known.get(token)
            if known is not None:
                self._known.move_to_end(token)
            return known

    def keep(self, token: str, posting: Posting) -> None:
        """The one not asked for longest makes room."""
        if not len(posting.rows):
            return
        with self._lock:
            self._known[token] = posting
            self._known.move_to_end(token)
            if len(self._known) > MOST_TOKENS:
                self._known.popitem(last=False)

    def copy(self) -> "Postings":
        with self._lock:
            return Postings(self._known.items())

    def __contains__(self, token: str) -> bool:
        return token in self._known

    def __len__(self) -> int:
        return len(self._known)
