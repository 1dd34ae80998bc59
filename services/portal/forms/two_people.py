"""Two people changed the same thing: what the other did is kept, what this person did is kept, and where both did, this person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One field the other person changed. `mine` is what this person typed; `clash` when both changed it to something else."""

    field: str
    before: Any
    theirs: Any
    mine: Any
    clash: bool


def changed_since(happenings: Sequence[Any], version: int) -> dict[str, Any]:
    """Field → what it was at `version`, from a history with the newest first."""
    before: dict[str, Any] = {}
    for happening in happenings:
        if happening.version > version:
            before |= {name: change[0] for name, change in happening.changes.items()}
    return before


def differences(mine: Fields, theirs: Fields, before: Fields) -> list[Difference]:
    """`mine` and `theirs` as plain JSON with every field; `before` only the fields the other person touched."""
    found = []
    for name, was in before.items():
        own, other, old = (_without_age(each) for each in (mine.get(name), theirs.get(name), was))
        if own != other:
            found.append(Difference(name, old, other, own, clash=own != old))
    return found


def merged(mine: Fields, found: Sequence[Difference]) -> dict[str, Any]:
    """This person's fields, with the other's where this person changed nothing."""
    return {**mine, **{each.field: each.theirs for each in found if not each.clash}}


def same(mine: Fields, theirs: Fields) -> bool:
    """Whether saving would change nothing: so a form that was sent twice is no quarrel."""
    return all(_without_age(theirs.get(name)) == _without_age(value) for name, value in mine.items())


def _without_age(value: Any) -> Any:
    """When places were told is the clock's, not a person's."""
    return {name: part for name, part in value.items() if name != "told_at"} if isinstance(value, dict) else value
