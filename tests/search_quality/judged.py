"""The judged questions, read from queries.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.geo import Place
from tests.search_quality.corpus import places
from tests.search_quality.facts import FACTS

TABLE = Path(__file__).with_name("queries.toml")
KINDS = frozenset({"slip", "synonym", "language", "place", "constraint", "name", "question"})
FIELDS = frozenset({"id", "q", "language", "kind", "intent", "wants", "place", "near", "within_km", "note"})
Wish = tuple[tuple[str, ...], ...]
"""Codes wanted exactly, those that are nearly it, those worth knowing."""


@dataclass(frozen=True, eq=False)
class Judged:
    """`place`: where the person wants to go, however q says it. `near` and `within_km` are given beside q, as on the search page."""

    id: str
    q: str
    language: str
    kind: tuple[str, ...]
    intent: str
    wants: Mapping[str, Wish]
    place: Place | None = None
    near: str | None = None
    within_km: float | None = None


@cache
def judged() -> tuple[Judged, ...]:
    """Raises ValueError, naming the question, for an entry that cannot be judged."""
    return tuple(_judged(entry) for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["query"])


def _judged(entry: Mapping[str, Any]) -> Judged:
    id = entry.get("id", "(no id)")
    unknown = [*(entry.keys() - FIELDS), *(set(entry["kind"]) - KINDS), *(entry.get("wants", {}).keys() - FACTS.keys())]
    if unknown:
        raise ValueError(
            f"Question {id}: {', '.join(sorted(unknown))} is not known here. Use a field, kind or fact of judged.py and facts.py."
        )
    return Judged(
        id=id,
        q=entry["q"],
        language=entry["language"],
        kind=tuple(entry["kind"]),
        intent=entry["intent"],
        wants={fact: _wish(told) for fact, told in entry.get("wants", {}).items()},
        place=_place(id, entry.get("place")),
        near=entry.get("near"),
        within_km=entry.get("within_km"),
    )


def _wish(told: str | Sequence[str]) -> Wish:
    degrees = [told] if isinstance(told, str) else told
    return tuple(tuple(each.split(" or ")) for each in degrees)


def _place(id: str, name: str | None) -> Place | None:
    """By its English name or postcode, looked up on its own: the question may say it in another language, or misspell it."""
    if name is None:
        return None
    place = places().find(name)
    if place is None:
        raise ValueError(f"Question {id}: the place {name} is not in the region. Give a town, district or postcode of it.")
    return place
