"""What a feed says, held against our contract: a field that does not fit is left out and named; only the name is needed."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from services.directory.domain.feeds.merge import Flat, blank, flat, without_blanks
from shared.errors import FieldProblem, Invalid

NEEDED = "name"
SHORTENED = {"name": 160, "description": 4000}
"""Characters. Other texts that are too long are lines, which cut off in the middle would say something else."""
TELL = "Tell the people who run the feed."


@dataclass(frozen=True)
class Checked:
    """`fields` are those that say something, flat."""

    name: str
    fields: Flat
    notes: tuple[FieldProblem, ...] = field(default=())


def checked(model: type[BaseModel], said: dict[str, Any], path: str) -> Checked:
    """`path` names the thing in the feed. Raises Invalid when what is needed is missing or unusable."""
    said = {name: value for name, value in said.items() if value is not None}
    notes = _shorten(said, path)
    while True:
        try:
            details = model.model_validate(said)
        except ValidationError as error:
            notes += _left_out(said, error, path)
            continue
        values = without_blanks(flat(details), blank(model))
        return Checked(str(values[NEEDED]), values, tuple(notes))


def _shorten(said: dict[str, Any], path: str) -> list[FieldProblem]:
    notes = []
    for name, most in SHORTENED.items():
        text = said.get(name)
        if isinstance(text, str) and len(text.strip()) > most:
            said[name] = text.strip()[: most - 1] + "…"
            notes.append(FieldProblem(f"{path}.{name}", f"Longer than {most} characters, so the end was left out.", ""))
    return notes


def _left_out(said: dict[str, Any], error: ValidationError, path: str) -> list[FieldProblem]:
    """Takes out of `said` what does not fit: a part of a contact by itself, other fields whole."""
    notes = []
    for each in error.errors(include_url=False):
        whole, *parts = map(str, each["loc"])
        if whole == NEEDED or (each["type"] == "missing" and not parts):
            raise Invalid.field(f"{path}.{whole}", f"This cannot be used: {each['msg']}.", TELL)
        value = said.pop(whole, None)
        if parts and isinstance(value, dict) and len(rest := {name: one for name, one in value.items() if name != parts[0]}) < len(value):
            said[whole] = rest
        notes.append(FieldProblem(".".join((path, whole, *parts)), f"Left out: {each['msg']}.", TELL))
    return notes
