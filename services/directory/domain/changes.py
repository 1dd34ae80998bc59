"""What changed between two states of the same thing, field by field, for the history a person reads."""

from typing import Any

from pydantic import BaseModel


def changed_fields(before: BaseModel | None, after: BaseModel) -> dict[str, list[Any]]:
    """Field → [before, after], as plain JSON values; fields that are equal are left out. Everything is new when `before` is None."""
    old = before.model_dump(mode="json") if before else {}
    new = after.model_dump(mode="json")
    blank = after.__class__.model_construct().model_dump(mode="json") if before is None else {}
    return {name: [old.get(name), value] for name, value in new.items() if value != (blank if before is None else old).get(name)}
