"""Reading a question as people type it, in any of the languages: which phrases are facts or a place, and which words are left to look for.

From left to right the longest phrase wins. What stands in quotation marks is left as it is. Nothing here asks the database: words that
listings say come in as the vocabulary, places as the gazetteer.
"""

from dataclasses import replace

from services.directory.domain.analyser import Spelt, spelt, stem
from services.directory.domain.location import Places
from services.directory.domain.question import LONGEST_QUESTION, MOST_WORDS, Vocabulary
from services.directory.domain.understanding.language_words import spoken_at
from services.directory.domain.understanding.meanings import Kind
from services.directory.domain.understanding.phrases import ENGLISH, SHORTEST_MENDED, PhraseBook, Said
from services.directory.domain.understanding.quantities import OF_QUANTITIES, clock_at, distance_at
from services.directory.domain.understanding.understood import Part, PartKind, Understood, same_area
from services.directory.domain.word_list import NOISE, OTHER_WORDS
from shared.geo import Place

MOST_PLACE_WORDS = 4
"""Of a place: “Kingston upon Hull city” and the like."""
MOST_NAME_WORDS = 8
"""Of a provider; a name of one word is a word."""
NOT = frozenset({"no", "not", "non", "without", "except"})
QUOTES = frozenset('"“”«»„')
ONE_PLACE = "Only one place can be searched near."
ELSEWHERE = "This place is outside the region."
NEGATED = "What you do not want cannot be searched for."


def understand(q: str, book: PhraseBook, places: Places, vocabulary: Vocabulary, *, take_place: bool = True) -> Understood:
    """`take_place`: False when the place was given apart from the words; one among them is then only a word."""
    return _Reading(q[:LONGEST_QUESTION], book, places, vocabulary, take_place).understood()


class _Reading:
    """One question on its way from left to right."""

    def __init__(self, q: str, book: PhraseBook, places: Places, vocabulary: Vocabulary, take_place: bool) -> None:
        self._q, self._book, self._places, self._vocabulary, self._take_place = q, book, places, vocabulary, take_place
        self._tokens = [piece for token in _with_decimals(q, spelt(q)) for piece in book.pieces(token)][:MOST_WORDS]
        self._quoted = _quoted(q, self._tokens)
        self._corrected: dict[str, str] = {}
        self._spoken = book.spoken(token.word for token in self._tokens)
        self._read = [token.word if self._quoted[at] else self._mended(token.word) for at, token in enumerate(self._tokens)]
        self._parts: list[Part] = []
        self._left: list[tuple[str, Said | None]] = []
        self._at = 0

    def understood(self) -> Understood:
        while self._at < len(self._tokens):
            self._at += self._take()
        return Understood(self._q, self._one_place(), self._rest(), dict(self._corrected))

    def _take(self) -> int:
        """Takes what stands here; returns how many tokens it was."""
        if self._quoted[self._at]:
            return self._leave(1)
        if name := self._name_at(self._at):
            return self._leave(name)
        if found := distance_at(self._read, self._at):
            return self._part(PartKind.DISTANCE, found.tokens, within_m=found.metres)
        if clock := clock_at(self._read, self._at):
            return self._part(PartKind.FACT, clock[1], codes=(f"time:{clock[0]}",))
        if language := spoken_at(self._read, self._at):
            codes = tuple(f"support_language:{code}" for code in language.codes)
            return self._part(PartKind.FACT, language.tokens, codes=codes)
        said, length = self._book.at(self._read, self._at) or (None, 0)
        place, words = self._place_at(self._at)
        if place and (words > length or said is None):
            return self._placed(words + self._marker_after(words), place)
        if said is None:
            return self._slip_of_place() or self._leave(1)
        return self._phrase(said, length)

    def _phrase(self, said: Said, length: int) -> int:
        if said.place:
            place = self._places.named(said.place) if self._take_place else None
            if place is None:
                return self._leave(length)
            return self._placed(length + self._marker_after(length), place, said)
        if said.kind is Kind.NEAR:
            return self._after_marker(length) or self._leave(length, said)
        if said.kind is Kind.FACT:
            return self._fact(said, length)
        if said.kind is Kind.WORD and said.meaning and not self._says_itself(said, length):
            return self._part(PartKind.WORD, length, said, word=said.meaning.word)
        return self._leave(length, said if said.kind is Kind.NOISE else None)

    def _says_itself(self, said: Said, length: int) -> bool:
        """One English word that listings say too is looked for as it was typed; a phrase or a rarer word by the word that it stands for."""
        token = stem(self._read[self._at])
        return ENGLISH in said.languages and length == 1 and (token in OTHER_WORDS or self._vocabulary.has_stem(token))

    def _fact(self, said: Said, length: int) -> int:
        if said.meaning is None:
            return self._leave(length)
        if self._negated():
            self._left.pop()
            start = self._tokens[self._at - 1].start
            return self._part(PartKind.LEFT_OUT, length, said, why=NEGATED, start=start, typed=self._q[start : self._end(length)])
        meaning = said.meaning
        return self._part(PartKind.FACT, length, said, codes=meaning.codes, starts_within_days=meaning.starts_within_days)

    def _after_marker(self, length: int) -> int:
        """A place after “near”: exactly, by the name that another language gives it, with a slip, or one that is elsewhere."""
        start = self._at + length
        if not self._take_place or start >= len(self._tokens) or self._quoted[start]:
            return 0
        place, words = self._place_at(start)
        if place is None and (said := self._book.at(self._read, start)):
            place, words = (self._places.named(said[0].place), said[1]) if said[0].place else (None, 0)
            if place is None:
                return 0
        if place is None:
            return self._uncertain_place(start, length)
        return self._placed(length + words, place)

    def _uncertain_place(self, start: int, length: int) -> int:
        for words in range(min(2, len(self._tokens) - start), 0, -1):
            text = " ".join(self._read[start : start + words])
            if self._places.elsewhere(text):
                return self._part(PartKind.LEFT_OUT, length + words, why=ELSEWHERE)
            if len(text) >= SHORTEST_MENDED and not self._known(text) and (place := self._places.find(text)):
                self._corrected[text] = place.name
                return self._placed(length + words, place)
        return 0

    def _slip_of_place(self) -> int:
        word = self._read[self._at]
        if not self._take_place or len(word) < SHORTEST_MENDED or not word.isalpha() or self._known(word):
            return 0
        place = self._places.find(word)
        if place is None:
            return 0
        self._corrected[word] = place.name
        return self._placed(1, place)

    def _place_at(self, at: int) -> tuple[Place | None, int]:
        """The longest name of a place, or postcode, that begins here."""
        if not self._take_place:
            return None, 0
        for length in range(min(MOST_PLACE_WORDS, len(self._tokens) - at), 0, -1):
            if any(self._quoted[at : at + length]):
                continue
            if place := self._places.named(" ".join(self._read[at : at + length])):
                return place, length
        return None, 0

    def _name_at(self, at: int) -> int:
        """How many words are the name of a provider: “Leeds City College” is no place, nor a “Free Church” free."""
        longest = min(MOST_NAME_WORDS, len(self._tokens) - at)
        names = (
            length for length in range(longest, 1, -1) if self._vocabulary.called([token.word for token in self._tokens[at : at + length]])
        )
        return next(names, 0)

    def _marker_after(self, length: int) -> int:
        """Many languages say “Leeds near”."""
        following = self._book.at(self._read, self._at + length)
        return following[1] if following and following[0].kind is Kind.NEAR and ENGLISH not in following[0].languages else 0

    def _mended(self, word: str) -> str:
        if self._book.has(word) or word in OF_QUANTITIES or not word.isalpha() or self._places.named(word):
            return word
        meant = self._book.mended(word, self._spoken)
        if self._known(word) and (meant is None or stem(meant) != stem(word)):
            return word
        if meant:
            self._corrected[word] = meant
        return meant or word

    def _known(self, word: str) -> bool:
        token = stem(word)
        return self._book.has(word) or word in OF_QUANTITIES or word in NOISE or token in OTHER_WORDS or self._vocabulary.has_stem(token)

    def _placed(self, length: int, place: Place, said: Said | None = None) -> int:
        """A whole council area has no middle to be near: it is asked for as such."""
        if place.kind == "authority" and place.authority:
            return self._part(PartKind.FACT, length, said, codes=(f"authority:{place.authority}",), read=place.name)
        return self._part(PartKind.PLACE, length, said, place=place)

    def _part(self, kind: PartKind, length: int, said: Said | None = None, **told: object) -> int:
        first, last = self._tokens[self._at], self._tokens[self._at + length - 1]
        read = " ".join(self._read[self._at : self._at + length])
        languages = said.languages if said else frozenset()
        part = Part(first.start, last.end, self._q[first.start : last.end], read, kind, languages)
        self._parts.append(replace(part, **told))  # type: ignore[arg-type]  # the fields of Part, by name
        if kind is PartKind.WORD:
            self._left.append((self._parts[-1].word, None))
        return length

    def _negated(self) -> bool:
        """“Not” stands before, as a word of its own."""
        before = self._read[self._at - 1] if self._at and not self._quoted[self._at - 1] else ""
        return before in NOT and bool(self._left) and self._left[-1][0] == before

    def _end(self, length: int) -> int:
        return self._tokens[self._at + length - 1].end

    def _leave(self, length: int, said: Said | None = None) -> int:
        self._left += [(word, said) for word in self._read[self._at : self._at + length]]
        return length

    def _rest(self) -> str:
        """Words to look for. Noise of another language goes when that language speaks elsewhere, or when no listing says the word."""
        spoken = frozenset(language for part in self._parts for language in part.languages)
        return " ".join(word for word, said in self._left if said is None or not self._is_noise(word, said, spoken))

    def _is_noise(self, word: str, said: Said, spoken: frozenset[str]) -> bool:
        return bool(said.languages & (spoken | {ENGLISH})) or not word.isascii() or not self._vocabulary.has_stem(stem(word))

    def _one_place(self) -> tuple[Part, ...]:
        """A second place elsewhere is left out and named; one around the first says nothing new."""
        chosen = Understood(parts=tuple(self._parts)).place
        return tuple(
            replace(part, kind=PartKind.LEFT_OUT, place=None, why=ONE_PLACE)
            if chosen and part.place and not same_area(chosen, part.place)
            else part
            for part in self._parts
        )


def _with_decimals(q: str, tokens: list[Spelt]) -> list[Spelt]:
    """“2.5” and “1,5” are one number each."""
    joined: list[Spelt] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last and q[last.end : token.start] in (".", ",") and last.word.isdigit() and token.word[0].isdigit():
            joined[-1] = Spelt(f"{last.word}.{token.word}", last.start, token.end)
        else:
            joined.append(token)
    return joined


def _quoted(q: str, tokens: list[Spelt]) -> list[bool]:
    """For each token, whether a quotation mark was opened before it and closed after it."""
    marks = [at for at, char in enumerate(q) if char in QUOTES]
    spans = list(zip(marks[::2], marks[1::2], strict=False))
    return [any(start < token.start and token.end <= end for start, end in spans) for token in tokens]
