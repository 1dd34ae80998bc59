"""Names of providers and classes as they are typed, letter by letter. Kept beside the vocabulary, current as classes change.

A lookup looks at so many names at most, however many begin alike; the largest of those come first.
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from sys import intern

from services.directory.adapters.search_embedded.rows import Row, microseconds
from services.directory.domain.analyser import words
from services.directory.domain.freshness import HIDDEN_AFTER
from services.directory.domain.running import today_at
from services.directory.domain.spelling import closest
from services.directory.use_cases.ports import Match, Named

MOST_NAMES, MOST_WORDS = 2_000, 400
"""Looked at in one lookup: a few milliseconds."""
MOST_SPELLINGS = 5_000
"""Words of one first letter that a slip is compared with."""
MOST_OF_A_NAME = 3
"""Classes of one and the same name that are offered."""
_SORT_FROM = 64
"""New names at once from which sorting anew is quicker than putting each in its place."""
_AFTER_ALL = "\U0010ffff"


class NameIndex:
    """Names with who has them; `size` of those decides which name comes first.

    Readers may look while the one writer changes it: a look may then miss the newest, never fail.
    """

    def __init__(self, size: Callable[[list[str]], int]) -> None:
        self._size = size
        self._numbers: dict[str, int] = {}
        self._keys: list[str] = []
        self._holders: list[list[str]] = []
        self._sorted: list[str] = []
        self._words: dict[str, array[int]] = {}
        self._sorted_words: list[str] = []

    def change(self, changes: "_Changes") -> None:
        for key, id in changes.gone:
            self._holders[self._numbers[key]].remove(id)
        new_keys: list[str] = []
        new_words: list[str] = []
        for key, id in changes.come:
            if key not in self._numbers:
                new_keys.append(key)
                new_words.extend(self._number(key))
            self._holders[self._numbers[key]].append(id)
        self._sorted = _merged(self._sorted, new_keys)
        self._sorted_words = _merged(self._sorted_words, new_words)

    def has(self, key: str) -> bool:
        """Somebody is called just so."""
        number = self._numbers.get(key)
        return number is not None and number < len(self._holders) and bool(self._holders[number])

    def find(self, typed: list[str]) -> Iterator[tuple[Match, list[str]]]:
        """Who has a name that fits, name by name: those that start so, then those with words that do, then with a slip forgiven."""
        starting = self._starting(" ".join(typed))
        yield from ((Match.START, self._held(number)) for number in self._by_size(starting))
        known = frozenset(starting)
        within = [number for number in self._with_words(typed) if number not in known]
        yield from ((Match.WORD, self._held(number)) for number in self._by_size(within))
        meant = [self._meant(word) for word in typed]
        if not starting and not within and meant != typed:
            yield from ((Match.SLIP, self._held(number)) for number in self._by_size(self._with_words(meant)))

    def _number(self, key: str) -> Iterator[str]:
        """Takes a name in; gives its words that were not known."""
        self._keys.append(key)
        self._holders.append([])
        self._numbers[key] = number = len(self._numbers)
        for word in dict.fromkeys(key.split()):
            if word not in self._words:
                self._words[word] = array("i")
                yield word
            self._words[word].append(number)

    def _held(self, number: int) -> list[str]:
        """The newest first."""
        return self._holders[number][::-1]

    def _by_size(self, numbers: list[int]) -> list[int]:
        held = [number for number in numbers if self._holders[number]]
        return sorted(held, key=lambda each: (-self._size(self._holders[each]), self._keys[each]))

    def _starting(self, start: str) -> list[int]:
        return [self._numbers[key] for key in _starting(self._sorted, start, MOST_NAMES)]

    def _with_words(self, typed: list[str]) -> list[int]:
        """Names that have a word starting with each of these, in any order; found by the longest."""
        longest = max(typed, key=len)
        lists = (self._words[word] for word in _starting(self._sorted_words, longest, MOST_WORDS))
        numbers = dict.fromkeys(islice(chain.from_iterable(lists), MOST_NAMES))
        return [number for number in numbers if len(typed) == 1 or _has_all(self._keys[number].split(), typed)]

    def _meant(self, typed: str) -> str:
        """The start of a word that was meant by this one, when no word starts with it."""
        if _starting(self._sorted_words, typed, 1):
            return typed
        near = _starting(self._sorted_words, typed[0], MOST_SPELLINGS)
        starts = {word[:length] for word in near for length in (len(typed), len(typed) + 1) if len(word) >= length}
        return closest(typed, starts, lambda start: 0) or typed


class _Changes:
    """Pairs of a folded name and an id."""

    def __init__(self) -> None:
        self.gone: list[tuple[str, str]] = []
        self.come: list[tuple[str, str]] = []

    @classmethod
    def of(cls, named: Iterable[tuple[str, str | None, str]]) -> "_Changes":
        """Id, name before, name now."""
        changes = cls()
        for id, before, now in named:
            changes.note(id, before, now)
        return changes

    def note(self, id: str, before: str | None, now: str | None) -> None:
        if before == now:
            return
        if before is not None:
            self.gone.append((_key(before), id))
        if now is not None:
            self.come.append((_key(now), id))


@dataclass(frozen=True, slots=True)
class _Class:
    name: str
    provider_id: str
    provider: str
    town: str
    verified_us: int
    last_day: int | None


class Names:
    """NameSearch over the classes held, and their providers."""

    def __init__(self) -> None:
        self._classes: dict[str, _Class] = {}
        self._providers: dict[str, tuple[str, list[str]]] = {}
        self._class_names = NameIndex(len)
        self._provider_names = NameIndex(lambda ids: sum(len(self._providers[id][1]) for id in ids))

    def take(self, changes: Iterable[tuple[str, Row | None]]) -> None:
        """Class id → what is held of it now, None when it was withdrawn. Of several, the last counts; so does a provider's last name."""
        self._change({id: _class_of(row) if row else None for id, row in changes})

    def told(self, ids: Iterable[str]) -> list[tuple[str, str, str, str]]:
        """What `restore` makes all of this from."""
        held = (self._classes[id] for id in ids)
        return [(each.name, each.provider_id, each.provider, each.town) for each in held]

    def restore(self, ids: Iterable[str], told: Iterable[Sequence[str]], verified_us: Iterable[int], last_days: Iterable[int]) -> None:
        """One value for each class."""
        every = zip(ids, told, verified_us, last_days, strict=True)
        self._change(
            {
                id: _Class(intern(name), intern(provider_id), intern(provider), intern(town), verified, last)
                for id, (name, provider_id, provider, town), verified, last in every
            }
        )

    def _change(self, changes: Mapping[str, "_Class | None"]) -> None:
        classes, called = _Changes(), dict[str, str | None]()
        for id, now in changes.items():
            before = self._classes.get(id)
            classes.note(id, before.name if before else None, now.name if now else None)
            if before:
                self._providers[before.provider_id][1].remove(id)
            if now:
                self._classes[id] = now
                name, its_classes = self._providers.get(now.provider_id, (None, []))
                called.setdefault(now.provider_id, name)
                its_classes.append(id)
                self._providers[now.provider_id] = (now.provider, its_classes)
            elif before:
                del self._classes[id]
        self._class_names.change(classes)
        self._provider_names.change(_Changes.of((id, name, self._providers[id][0]) for id, name in called.items()))

    def provider_called(self, name: Sequence[str]) -> bool:
        """`name`: its words, folded."""
        return self._provider_names.has(" ".join(name))

    def classes_named(self, text: str, limit: int, now: datetime) -> list[Named]:
        typed, found = words(text), []
        for match, ids in self._class_names.find(typed) if typed else ():
            held = ((id, self._classes.get(id)) for id in islice(ids, MOST_NAMES))
            listed = ((id, each) for id, each in held if each and _listed(each, now))
            found += [Named(id, each.name, match, each.provider, each.town) for id, each in islice(listed, MOST_OF_A_NAME)]
            if len(found) >= limit:
                break
        return found[:limit]

    def providers_named(self, text: str, limit: int, now: datetime) -> list[Named]:
        typed, found = words(text), []
        for match, ids in self._provider_names.find(typed) if typed else ():
            for id in ids:
                name, classes = self._providers[id]
                held = (self._classes.get(each) for each in islice(classes[::-1], MOST_NAMES))
                count = sum(each is not None and _listed(each, now) for each in held)
                found += [Named(id, name, match, classes=count)] if count else []
            if len(found) >= limit:
                break
        return found[:limit]


def _listed(held: _Class, now: datetime) -> bool:
    if held.verified_us < microseconds(now - HIDDEN_AFTER):
        return False
    return held.last_day is None or held.last_day >= today_at(now).toordinal()


def _class_of(row: Row) -> _Class:
    """Texts that many classes share are kept once."""
    ((provider_id, provider),) = row.names["provider"].items()
    return _Class(intern(row.name), intern(provider_id), intern(provider), intern(row.town), row.verified_us, row.last_day)


def _key(name: str) -> str:
    return intern(" ".join(words(name)))


def _merged(held: list[str], new: list[str]) -> list[str]:
    """A list that readers hold is never empty, as it would be while it is sorted in place."""
    if len(new) >= _SORT_FROM:
        return sorted([*held, *new])
    for each in new:
        insort(held, each)
    return held


def _starting(held: list[str], start: str, most: int) -> list[str]:
    first = bisect_left(held, start)
    return held[first : min(bisect_left(held, start + _AFTER_ALL), first + most)]


def _has_all(has: list[str], typed: list[str]) -> bool:
    return all(any(word.startswith(start) for word in has) for start in typed)
