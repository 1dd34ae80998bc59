"""Typing slips: when one is forgiven, and which word was meant. Two letters changed about count as one slip."""

from collections.abc import Callable, Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

ONE_SLIP_FROM, TWO_SLIPS_FROM = 4, 8
"""Letters a word needs; shorter ones must be exact, for too many short words lie one letter apart."""


def slips_allowed(word: str) -> int:
    """How many letters of this word may be wrong; none where a digit makes it a code (E2, LS8)."""
    if len(word) < ONE_SLIP_FROM or not word.isalpha():
        return 0
    return 1 if len(word) < TWO_SLIPS_FROM else 2


def closest(word: str, known: Iterable[str], classes_with: Callable[[str], int], most: int = 2) -> str | None:
    """The known word with the fewest slips from this one; of several the one most classes have, then the first by alphabet."""
    return _closest(word, min(slips_allowed(word), most), known, classes_with)


def closest_loosely(word: str, near: Callable[[str, int], Iterable[str]], classes_with: Callable[[str], int]) -> str | None:
    """As `closest`, with one slip more: too little to search by, enough to ask whether it was meant."""
    slips = slips_allowed(word) + 1 if slips_allowed(word) else 0
    return _closest(word, slips, near(word, slips), classes_with)


def _closest(word: str, slips: int, known: Iterable[str], classes_with: Callable[[str], int]) -> str | None:
    if not slips:
        return None
    near = extract(word, list(known), scorer=OSA.distance, score_cutoff=slips, limit=None)
    return min(near, key=lambda each: (each[1], -classes_with(each[0]), each[0]))[0] if near else None
