"""Which names a search for names must give, as a plain scan of all listings; every engine is compared with this."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from services.directory.domain.analyser import words
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.running import ended, today_at
from services.directory.domain.spelling import closest
from services.directory.use_cases.ports import Match
from shared.contracts.directory import ClassShown

FEW = 3
"""Classes of one and the same name that are given."""


def key_of(name: str) -> str:
    return " ".join(words(name))


def classes_named(listings: Iterable[ClassShown], typed: str, now: datetime) -> list[tuple[str, Match]]:
    """(folded name, how it fits) of each class given, in order."""
    by_name: dict[str, list[ClassShown]] = {}
    for shown in listings:
        by_name.setdefault(key_of(shown.details.name), []).append(shown)
    ordered = _ordered({key: len(having) for key, having in by_name.items()}, typed)
    listed = {key: sum(_listed(shown, now) for shown in having) for key, having in by_name.items()}
    return [(key, match) for key, match in ordered for _ in range(min(FEW, listed[key]))]


def providers_named(listings: Iterable[ClassShown], typed: str, now: datetime) -> list[tuple[str, Match]]:
    """The same of each provider that has a class to be found."""
    sizes: Counter[str] = Counter()
    having: dict[str, set[str]] = {}
    for shown in listings:
        key = key_of(shown.provider.name)
        sizes[key] += 1
        having.setdefault(key, set()).update({shown.provider.id} if _listed(shown, now) else ())
    return [(key, match) for key, match in _ordered(sizes, typed) for _ in having[key]]


def classes_of(listings: Iterable[ClassShown], provider_id: str, now: datetime) -> int:
    return sum(shown.provider.id == provider_id and _listed(shown, now) for shown in listings)


def _ordered(sizes: Mapping[str, int], typed: str) -> list[tuple[str, Match]]:
    asked = words(typed)
    if not asked:
        return []
    found = _found(sizes, asked)
    if not found:
        known = {word for key in sizes for word in key.split()}
        meant = [_meant(word, known) for word in asked]
        found = [(key, Match.SLIP) for key, _ in _found(sizes, meant)] if meant != asked else []
    return sorted(found, key=lambda each: (each[1], -sizes[each[0]], each[0]))


def _found(keys: Iterable[str], asked: list[str]) -> list[tuple[str, Match]]:
    found = []
    for key in keys:
        if key.startswith(" ".join(asked)):
            found.append((key, Match.START))
        elif all(any(word.startswith(start) for word in key.split()) for start in asked):
            found.append((key, Match.WORD))
    return found


def _meant(typed: str, known: set[str]) -> str:
    if any(word.startswith(typed) for word in known):
        return typed
    starts = {word[: len(typed) + more] for word in known for more in (0, 1) if word[0] == typed[0] and len(word) >= len(typed) + more}
    return closest(typed, starts, lambda start: 0) or typed


def _listed(shown: ClassShown, now: datetime) -> bool:
    return freshness(shown.verified_at, now) is not Freshness.HIDDEN and not ended(shown.details.ends_on, today_at(now))
