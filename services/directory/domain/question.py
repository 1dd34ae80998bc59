"""What a person typed, read as words to look for. Each must be found (AND): as itself, as another word for it, or as the word meant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.directory.domain.analyser import stem, words
from services.directory.domain.ranking import word_points
from services.directory.domain.searched_text import Group
from services.directory.domain.spelling import closest, slips_allowed
from services.directory.domain.word_list import CONCEPTS, LISTED_WORDS, NOISE, OTHER_WORDS

MOST_WORDS = 32
"""Of a question; the rest of a longer one is not looked at."""
LONGEST_QUESTION = 2000
"""Characters looked at."""
LISTED = 10**9
"""A word of our own list counts as said by everybody."""


class Vocabulary(Protocol):
    """The words of the classes an index holds, withdrawn ones left out."""

    def has_stem(self, stem: str) -> bool: ...

    def classes_with(self, word: str) -> int: ...

    def near(self, word: str, slips: int) -> Iterable[str]:
        """At least every word of letters held that is so few slips from this one."""
        ...

    def called(self, name: Sequence[str]) -> bool:
        """A provider has just these words, folded, as its name."""
        ...


class NoWords:
    """The vocabulary of an index without classes."""

    def has_stem(self, stem: str) -> bool:
        return False

    def classes_with(self, word: str) -> int:
        return 0

    def near(self, word: str, slips: int) -> Iterable[str]:
        return ()

    def called(self, name: Sequence[str]) -> bool:
        return False


@dataclass(frozen=True)
class Word:
    """`token` is looked for, or one of `others`, which mean the same. `concept`: it says what a class is about, see ranking.CONCEPTS_IN."""

    typed: str
    read: str
    token: str
    others: frozenset[str]
    concept: bool = False

    def found_as(self, groups: Mapping[str, Group]) -> tuple[str, int] | None:
        """The token of a class (searched_text.Searched.groups) that this word is found by, and its points; None when it has none."""
        points = {token: word_points(groups[token], token == self.token, self.concept) for token in self._tokens() if token in groups}
        best = max(points, key=points.__getitem__, default=None)
        return (best, points[best]) if best and points[best] > 0 else None

    def _tokens(self) -> tuple[str, ...]:
        return (self.token, *sorted(self.others))


@dataclass(frozen=True)
class Question:
    """No words: everything matches. `corrected`: word typed → word it was read as. `unknown`: that no listing says, and not looked for."""

    words: tuple[Word, ...]
    corrected: Mapping[str, str]
    unknown: tuple[str, ...] = ()


def read_question(q: str, vocabulary: Vocabulary, *, alone: bool = True) -> Question:
    """Noise words are dropped, repeats too. A word that no listing says is left out beside others, for it would hide what they find.

    `alone`: nothing else is asked; then words that nobody says find nothing, rather than everything.
    """
    read: dict[str, Word] = {}
    unknown: dict[str, Word] = {}
    corrected: dict[str, str] = {}
    for typed in words(q[:LONGEST_QUESTION])[:MOST_WORDS]:
        meant = _meant(typed, vocabulary)
        if meant != typed:
            corrected[typed] = meant
        if meant not in NOISE:
            token = stem(meant)
            known = token in OTHER_WORDS or vocabulary.has_stem(token)
            (read if known else unknown).setdefault(
                token, Word(typed, meant, token, OTHER_WORDS.get(token, frozenset()), token in CONCEPTS)
            )
    if alone and not read:
        return Question(tuple(unknown.values()), corrected)
    return Question(tuple(read.values()), corrected, tuple(word.typed for word in unknown.values()))


def _meant(typed: str, vocabulary: Vocabulary) -> str:
    token = stem(typed)
    if typed in NOISE or token in OTHER_WORDS or vocabulary.has_stem(token):
        return typed
    slips = slips_allowed(typed)
    if not slips:
        return typed
    known = LISTED_WORDS | frozenset(word for word in vocabulary.near(typed, slips) if word.isalpha())
    return closest(typed, known, lambda word: LISTED if word in LISTED_WORDS else vocabulary.classes_with(word)) or typed
