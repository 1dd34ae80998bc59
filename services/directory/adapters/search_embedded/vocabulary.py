"""The words of the classes held, for telling a typing slip from a word: how many classes say each. Kept current as classes change."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from services.directory.domain.analyser import stem


class Vocabulary:
    """Readers may look while the one writer changes it: a look may then miss the newest word, never fail."""

    def __init__(self, called: Callable[[Sequence[str]], bool]) -> None:
        self.called = called
        self._classes: Counter[str] = Counter()
        self._stems: Counter[str] = Counter()
        self._by_length: dict[int, list[str]] = {}

    def add(self, said: Iterable[str]) -> None:
        for word in said:
            if word not in self._classes and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
            self._classes[word] += 1
            self._stems[stem(word)] += 1

    def take(self, words: Mapping[str, int]) -> None:
        """Words with how many classes say each, as `words` gives them."""
        for word, count in words.items():
            if word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
            self._classes[word] += count
            self._stems[stem(word)] += count

    def words(self) -> dict[str, int]:
        return {word: count for word, count in self._classes.items() if count > 0}

    def remove(self, said: Iterable[str]) -> None:
        for word in said:
            self._classes[word] -= 1
            self._stems[stem(word)] -= 1

    def has_stem(self, stem: str) -> bool:
        return self._stems[stem] > 0

    def classes_with(self, word: str) -> int:
        return self._classes[word]

    def near(self, word: str, slips: int) -> list[str]:
        lengths = range(len(word) - slips, len(word) + slips + 1)
        held = chain.from_iterable(list(self._by_length.get(length, ())) for length in lengths)
        return [each for each in held if self._classes[each] > 0]
