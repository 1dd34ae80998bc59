"""The phrases of all languages in one table: which of them a question holds, longest first, whatever language the page is in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from services.directory.domain.analyser import Spelt, words
from services.directory.domain.spelling import closest
from services.directory.domain.understanding.meanings import MEANINGS, Kind, Meaning

ENGLISH = "en"
SHORTEST_MENDED = 5
"""Letters of a word that may be a slip for one of a phrase: among so many languages every shorter word lies near another."""
_UNSPACED = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))
"""Han, which is written without gaps between words."""

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class WordFile:
    """What one language says: `said` is meaning → phrases, `places` the name of a place → what the language makes of it."""

    code: str
    language: str
    own_name: str
    said: Mapping[str, Sequence[str]]
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What a phrase stands for: a meaning, or the English name of a place."""

    languages: frozenset[str]
    meaning: Meaning | None = None
    place: str = ""

    @property
    def kind(self) -> Kind | None:
        return self.meaning.kind if self.meaning else None


class PhraseBook:
    """Made once from the files; unknown meanings are passed over here and named by `signpost words check`."""

    def __init__(self, files: Iterable[WordFile]) -> None:
        self._said: dict[Phrase, Said] = {}
        for file in files:
            for name, phrases in file.said.items():
                if meaning := MEANINGS.get(name):
                    self._add(phrases, Said(frozenset({file.code}), meaning))
            for place, phrases in file.places.items():
                self._add(phrases, Said(frozenset({file.code}), place=place))
        self._longest = max((len(phrase) for phrase in self._said), default=0)
        self._languages: dict[str, frozenset[str]] = {}
        mendable: dict[str, set[str]] = defaultdict(set)
        for phrase, said in self._said.items():
            for word in phrase:
                self._languages[word] = self._languages.get(word, frozenset()) | said.languages
                if len(word) >= SHORTEST_MENDED and word.isalpha() and (len(phrase) == 1 or ENGLISH in said.languages):
                    for language in said.languages:
                        mendable[language].add(word)
        self._mendable = {language: frozenset(words) for language, words in mendable.items()}
        self._unspaced = frozenset("".join(phrase) for phrase in self._said if unspaced(phrase[0]))
        self._longest_unspaced = max(map(len, self._unspaced), default=0)
        self._mended = lru_cache(maxsize=10_000)(self._closest)

    def at(self, tokens: Sequence[str], start: int) -> tuple[Said, int] | None:
        """The longest phrase that begins here, with how many tokens it takes."""
        for length in range(min(self._longest, len(tokens) - start), 0, -1):
            if said := self._said.get(tuple(tokens[start : start + length])):
                return said, length
        return None

    def has(self, word: str) -> bool:
        return word in self._languages

    def spoken(self, question: Iterable[str]) -> frozenset[str]:
        """Languages other than English that words of a question belong to."""
        theirs = (self._languages.get(word, frozenset()) for word in question)
        return frozenset(language for languages in theirs if ENGLISH not in languages for language in languages)

    def mended(self, word: str, spoken: frozenset[str]) -> str | None:
        """The word of a phrase that this one is a slip for: an English one, or one of a language that is spoken, for in some language any
        English word lies near another. A word in another script may be of any of them."""
        if len(word) < SHORTEST_MENDED:
            return None
        return self._mended(word, spoken | {ENGLISH} if word.isascii() else frozenset(self._mendable))

    def pieces(self, token: Spelt) -> list[Spelt]:
        """A run of signs written without gaps, cut where phrases begin and end; any other token as it is."""
        if not unspaced(token.word) or token.end - token.start != len(token.word):
            return [token]
        found, rest, at = [], 0, 0
        while at < len(token.word):
            length = self._unspaced_at(token.word, at)
            if length:
                found += [_cut(token, rest, at)] * (rest < at) + [_cut(token, at, at + length)]
                rest = at + length
            at += length or 1
        return found + [_cut(token, rest, at)] * (rest < at)

    def _unspaced_at(self, word: str, at: int) -> int:
        longest = min(self._longest_unspaced, len(word) - at)
        return next((length for length in range(longest, 0, -1) if word[at : at + length] in self._unspaced), 0)

    def _add(self, phrases: Iterable[str], said: Said) -> None:
        """English has the first word where two languages use one phrase for two things; else whoever came first."""
        for phrase in phrases:
            key = folded(phrase)
            if not key:
                continue
            known = self._said.get(key)
            if known is None or (ENGLISH in said.languages and (known.meaning, known.place) != (said.meaning, said.place)):
                self._said[key] = said
            elif (known.meaning, known.place) == (said.meaning, said.place):
                self._said[key] = Said(known.languages | said.languages, said.meaning, said.place)

    def _closest(self, word: str, languages: frozenset[str]) -> str | None:
        """People get the first letter right, or swap it with the second; and a prefix may turn a word into its opposite (“bezplatno”)."""
        known = chain.from_iterable(self._mendable.get(language, ()) for language in sorted(languages))
        same_start = (each for each in known if each[0] == word[0] or each[:2] == word[1::-1])
        return closest(word, same_start, lambda each: 1, most=1)


def folded(phrase: str) -> Phrase:
    """As a question is read; a phrase without gaps is one token."""
    tokens = tuple(words(phrase))
    return ("".join(tokens),) if tokens and all(map(unspaced, tokens)) else tokens


def unspaced(word: str) -> bool:
    return any(ord(word[0]) in span for span in _UNSPACED)


def _cut(token: Spelt, start: int, end: int) -> Spelt:
    return Spelt(token.word[start:end], token.start + start, token.start + end)
