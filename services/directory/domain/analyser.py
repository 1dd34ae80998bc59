"""Text to words, in Python, for every engine: what is indexed and what is asked go through here, so that engines cannot differ.

Folds case, accents and digits; drops apostrophes (women's = womens); splits at everything that is no letter, mark or number;
keeps other scripts as words; takes English endings off.
"""

import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

LONGEST_WORD = 64
"""Characters; what is longer is cut."""

_APOSTROPHES = frozenset("'’‘ʼ`＇ʹ′‛")
_ACCENTS = (range(0x0300, 0x0370), range(0x064B, 0x0656), range(0x0640, 0x0641), range(0x0670, 0x0671))
"""Marks that people leave out: accents of Latin letters, short vowels and the stretch of Arabic. Vowel signs of Indic scripts stay."""
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"} | dict(
    zip("یىېکةەہھۀ", "يييكههههه", strict=True)
)
"""Letters without a simpler form of their own, and the letters of Arabic script that keyboards of Arabic, Persian, Urdu and Kurdish
each write in their own way: “ی” and “ي” are one letter to who reads them."""


class _Folding(dict[int, str | None]):
    """A table for str.translate that fills itself as characters are met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = value = _folded(chr(code))
        return value


def _folded(char: str) -> str | None:
    if char in _APOSTROPHES or any(ord(char) in span for span in _ACCENTS):
        return None
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return char if category[0] in "LMN" else " "


_FOLDING = _Folding()
_stemmer = snowballstemmer.stemmer("english")
_stemming = threading.Lock()


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order, repeats kept; not stemmed."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDING)
    return [word[:LONGEST_WORD] for word in unicodedata.normalize("NFC", plain).split()]


@dataclass(frozen=True)
class Spelt:
    """A folded word, with where it stands in the text it was read from: text[start:end]."""

    word: str
    start: int
    end: int


def spelt(text: str) -> list[Spelt]:
    """As `words`, with places. What folds to several words (a ligature of Arabic) stands in one place."""
    found: list[Spelt] = []
    start = 0
    for end in range(len(text) + 1):
        if end == len(text) or _parts(text[end]):
            found += [Spelt(word, start, end) for word in words(text[start:end])]
            start = end + 1
    return found


@lru_cache(maxsize=10_000)
def _parts(char: str) -> bool:
    """Whether words end here. An apostrophe or an accent is passed over, not a gap."""
    plain = unicodedata.normalize("NFKD", char).casefold().translate(_FOLDING)
    return bool(plain) and not plain.strip()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A folded word without its English ending; words with digits or in other scripts stay as they are."""
    if not (word.isascii() and word.isalpha()):
        return word
    with _stemming:  # the stemmer keeps the word it works on in itself
        return str(_stemmer.stemWord(word))
