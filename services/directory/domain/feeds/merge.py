"""Three-way comparison of one thing: what the feed said last time, what it says now, what we say.

Values are flat: field → plain JSON value, with the parts of `contact` as fields of their own (`contact.phone`), so that a mended number
does not keep a new e-mail address out. A field that says nothing has its default value, and is left out of what the feed said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel

Flat = Mapping[str, Any]
TAKEN_APART = frozenset({"contact"})
"""The parts of a cost or a point mean nothing without each other; those of a contact do."""


class Prefer(StrEnum):
    """Whose word a person gave preference to, where both sides changed a field."""

    NOBODY = "nobody"
    THEIRS = "theirs"
    OURS = "ours"


@dataclass(frozen=True)
class Clash:
    """Both sides changed the field since the feed was last read. `feed_said` is what both started from."""

    field: str
    feed_said: Any
    feed_says: Any
    we_say: Any


@dataclass(frozen=True)
class Merged:
    """`values`: what we are to say. `said`: what to compare with next time. `kept`: changed here only. `clashes`: ours stays for now."""

    values: Flat
    said: Flat
    taken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()


def flat(details: BaseModel) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field, value in details.model_dump(mode="json").items():
        if field in TAKEN_APART:
            values |= {f"{field}.{part}": each for part, each in value.items()}
        else:
            values[field] = value
    return values


def unflat(values: Flat) -> dict[str, Any]:
    """As the model takes it."""
    details: dict[str, Any] = {}
    for field, value in values.items():
        whole, _, part = field.partition(".")
        if part:
            details.setdefault(whole, {})[part] = value
        else:
            details[field] = value
    return details


@cache
def blank(model: type[BaseModel]) -> dict[str, Any]:
    """What a thing says of which nothing is known. Fields that are required have no such value."""
    return flat(model.model_construct())


def without_blanks(values: Flat, nothing: Flat) -> dict[str, Any]:
    return {field: value for field, value in values.items() if value != nothing.get(field)}


def merged(said: Flat, says: Flat, ours: Flat, nothing: Flat, prefer: Prefer = Prefer.NOBODY) -> Merged:
    """`said` is empty for a thing of ours that is met in the feed for the first time: then only what we leave open is taken unasked.

    Until a person decides, a clash keeps what the feed said before, so that the next run names it again.
    """
    values, agreed = dict(ours), dict(said)
    taken, kept, clashes = [], [], []
    for field in [*says, *(each for each in said if each not in says)]:
        before, theirs, mine = said.get(field, nothing.get(field)), says.get(field, nothing.get(field)), ours.get(field)
        if theirs == mine:
            agreed[field] = theirs
        elif theirs == before:
            kept.append(field)
        elif mine == before or prefer is Prefer.THEIRS:
            values[field] = agreed[field] = theirs
            taken.append(field)
        elif prefer is Prefer.OURS:
            agreed[field] = theirs
            kept.append(field)
        else:
            clashes.append(Clash(field, before, theirs, mine))
    return Merged(values, without_blanks(agreed, nothing), tuple(taken), tuple(kept), tuple(clashes))
