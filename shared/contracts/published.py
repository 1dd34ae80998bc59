"""The contracts as others read them: JSON Schemas, and the golden example of each event."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import Event, EventData

FOLDER = Path(__file__).parent
SCHEMAS, EXAMPLES = FOLDER / "schemas", FOLDER / "examples"
Json = dict[str, Any]
EXAMPLE_ID = "01994a1e-7c1a-7000-8000-000000000003"
EXAMPLE_ENVELOPE: Json = {
    "id": "01994a1e-7c1a-7000-8000-000000000009",
    "time": "2026-09-14T09:30:00Z",
    "authority": "E08000035",
    "sequence": 1,
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
}


def schema_of(model: type[EventData]) -> Json:
    """Of one event's data, by itself."""
    return dict(_open(model.model_json_schema()))


def named_schemas() -> Json:
    """Of every event's data, each under the event's type, with what they share under names of its own."""
    _, together = models_json_schema([(model, "validation") for model in BY_TYPE.values()], ref_template="#/components/schemas/{model}")
    types = {model.__name__: model.TYPE for model in BY_TYPE.values()}
    return {types.get(name, name): _open(schema) for name, schema in together["$defs"].items()}


def golden_file(model: type[EventData]) -> Path:
    return EXAMPLES / f"{model.TYPE}.json"


def golden(model: type[EventData]) -> Json:
    """The example some subscriber was built against: written once, and read from then on. It is not to be changed."""
    return dict(json.loads(golden_file(model).read_text(encoding="utf-8")))


def new_golden(model: type[EventData], producer: str) -> Event:
    """The first example of an event: its class's EXAMPLE; without one, that of the event it is a kind of.

    Raises LookupError, saying what to write, when there is none or it leaves fields out.
    """
    kind = next((each for each in model.__mro__ if "EXAMPLE" in vars(each) or _has_golden(each)), None)
    if kind is None:
        raise LookupError(f"{model.__name__} has no EXAMPLE: give it its data as JSON, with every field.")
    example = model.model_validate(kind.__dict__["EXAMPLE"] if "EXAMPLE" in vars(kind) else golden(kind)["data"])
    if "EXAMPLE" in vars(kind) and (left := sorted(_left_out(example))):
        raise LookupError(f"The EXAMPLE of {model.__name__} leaves out: {', '.join(left)}.")
    data = example.model_dump(mode="json")
    return Event(source=f"/{producer}", type=model.TYPE, subject=_subject(data), data=data, **EXAMPLE_ENVELOPE)


def _has_golden(each: type) -> TypeGuard[type[EventData]]:
    return issubclass(each, EventData) and "TYPE" in vars(each) and golden_file(each).exists()


def _left_out(value: Any) -> Iterator[str]:
    """Fields that were not given, at any depth: a later change of them would go unnoticed."""
    if isinstance(value, BaseModel):
        yield from set(type(value).model_fields) - value.model_fields_set
        yield from (name for field in value.model_fields_set for name in _left_out(getattr(value, field)))
    elif isinstance(value, tuple | list):
        yield from (name for entry in value for name in _left_out(entry))


def _subject(data: Json) -> str:
    """The id of what the event is about stands in its data, or in the state it carries."""
    return str(data.get("id") or data.get("state", {}).get("id") or EXAMPLE_ID)


def _open(schema: Any) -> Any:
    """A producer may say no more than the contract; who hears must let a field of next year pass, so nothing is closed for them."""
    if isinstance(schema, dict):
        return {name: _open(value) for name, value in schema.items() if (name, value) != ("additionalProperties", False)}
    return [_open(each) for each in schema] if isinstance(schema, list) else schema
