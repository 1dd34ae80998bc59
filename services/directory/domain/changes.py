"""What changed between two states of the same thing, field by field, for the history a person reads."""

from functools import cache
from typing import Any

from pydantic import BaseModel


def changed_fields(before: BaseModel | None, after: BaseModel) -> dict[str, list[Any]]:
    """Field → [before, after], as plain JSON values; fields that are equal are left out. Everything is new when `before` is None."""
    new = after.model_dump(mode="json")
    if before is None:
        blank = _blank(type(after))
        return {name: [None, value] for name, value in new.items() if value != blank.get(name)}
    if before == after:
        return {}
    old = before.model_dump(mode="json")
    return {name: [old.get(name), value] for name, value in new.items() if value != old.get(name)}


@cache
def _blank(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_construct().model_dump(mode="json")
