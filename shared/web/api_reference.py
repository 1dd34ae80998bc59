"""An OpenAPI document turned into what a reference page shows: operations, parameters and shapes in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

Schema = Mapping[str, Any]

WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "nothing", "object": "object"}
FORMATS = {"date": "date", "date-time": "date and time", "time": "time of day", "uuid": "id", "uri": "web address", "binary": "file"}
LIMITS = (
    ("minimum", "at least {}"),
    ("maximum", "at most {}"),
    ("exclusiveMinimum", "more than {}"),
    ("exclusiveMaximum", "less than {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} entries"),
    ("maxItems", "at most {} entries"),
    ("pattern", "in the form {}"),
)


@dataclass(frozen=True)
class Value:
    """A parameter or a field: `place` is query, path, header or body; `refers` names the shapes it is made of."""

    name: str
    place: str
    kind: str
    required: bool
    about: str
    choices: tuple[str, ...]
    default: str
    examples: tuple[str, ...]
    refers: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    status: str
    about: str
    media: str
    kind: str
    refers: tuple[str, ...]


@dataclass(frozen=True)
class Operation:
    """`permission` is what the route declares; `anchor` is where the page can be linked to."""

    anchor: str
    method: str
    path: str
    summary: str
    about: str
    permission: str
    values: tuple[Value, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Shape:
    name: str
    about: str
    fields: tuple[Value, ...]
    choices: tuple[str, ...]


def operations(document: Schema) -> list[Operation]:
    """In the order the service declares them."""
    shapes = document.get("components", {}).get("schemas", {})
    return [
        _operation(method, path, operation, shapes)
        for path, methods in document.get("paths", {}).items()
        for method, operation in methods.items()
    ]


def shapes(document: Schema) -> list[Shape]:
    known = document.get("components", {}).get("schemas", {})
    return [
        Shape(name, schema.get("description", ""), _fields(schema, "body", known), _choices(schema, known))
        for name, schema in known.items()
    ]


def _operation(method: str, path: str, operation: Schema, known: Schema) -> Operation:
    parameters = tuple(
        _value(p["name"], p["in"], {**p["schema"], **_said(p)}, p.get("required", False), known) for p in operation.get("parameters", [])
    )
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        about=operation.get("description", ""),
        permission=operation.get("x-permission", ""),
        values=parameters + tuple(_body_values(operation.get("requestBody", {}), known)),
        answers=tuple(_answers(operation["responses"])),
    )


def _said(parameter: Schema) -> dict[str, Any]:
    """FastAPI puts a parameter's description beside its schema."""
    said = {name: parameter[name] for name in ("description",) if name in parameter}
    if "examples" in parameter:
        said["examples"] = [each.get("value") for each in parameter["examples"].values()]
    return said


def _body_values(body: Schema, known: Schema) -> Iterator[Value]:
    for media, content in body.get("content", {}).items():
        schema = _followed(content.get("schema", {}), known)
        fields = _fields(schema, f"body ({media})", known)
        yield from fields or (_value("body", media, content.get("schema", {}), body.get("required", False), known),)


def _answers(responses: Schema) -> Iterator[Answer]:
    for status, response in responses.items():
        contents: Schema = response.get("content", {})
        media = next(iter(contents), "")
        schema = contents[media].get("schema", {}) if media else {}
        yield Answer("4XX, 5XX" if status == "default" else status, response.get("description", ""), media, _kind(schema), _refers(schema))


def _fields(schema: Schema, place: str, known: Schema) -> tuple[Value, ...]:
    required = schema.get("required", [])
    return tuple(_value(name, place, field, name in required, known) for name, field in schema.get("properties", {}).items())


def _value(name: str, place: str, schema: Schema, required: bool, known: Schema) -> Value:
    default = schema.get("default")
    return Value(
        name=name,
        place=place,
        kind=_kind(schema),
        required=required,
        about=schema.get("description", ""),
        choices=_choices(schema, known),
        default="" if default in (None, [], "") else _shown(default),
        examples=tuple(_shown(each) for each in schema.get("examples", [])),
        refers=_refers(schema),
    )


def _kind(schema: Schema) -> str:
    if "$ref" in schema:
        return _name(schema["$ref"])
    options = [each for each in schema.get("anyOf", schema.get("oneOf", [])) if each.get("type") != "null"]
    if options:
        return " or ".join(dict.fromkeys(_kind(each) for each in options))
    if schema.get("type") == "array":
        return _limited(f"list of {_kind(schema.get('items', {}))}", schema)
    word = FORMATS.get(schema.get("format", "")) or WORDS.get(schema.get("type", ""), "any value")
    return _limited(word, schema)


def _limited(word: str, schema: Schema) -> str:
    return ", ".join([word, *(text.format(schema[name]) for name, text in LIMITS if name in schema)])


def _choices(schema: Schema, known: Schema) -> tuple[str, ...]:
    """The values allowed, wherever the schema hides them: in itself, in its entries, in one of its options, in a named shape."""
    if "enum" in schema:
        return tuple(_shown(each) for each in schema["enum"])
    if "const" in schema:
        return (_shown(schema["const"]),)
    if "$ref" in schema:
        target = _followed(schema, known)
        return tuple(_shown(each) for each in target.get("enum", []))
    inner = [*schema.get("anyOf", schema.get("oneOf", [])), *([schema["items"]] if isinstance(schema.get("items"), dict) else [])]
    return tuple(choice for each in inner for choice in _choices(each, known))


def _refers(schema: Schema) -> tuple[str, ...]:
    if "$ref" in schema:
        return (_name(schema["$ref"]),)
    inner = [*schema.get("anyOf", schema.get("oneOf", [])), *([schema["items"]] if isinstance(schema.get("items"), dict) else [])]
    return tuple(dict.fromkeys(name for each in inner for name in _refers(each)))


def _followed(schema: Schema, known: Schema) -> Schema:
    found: Schema = known.get(_name(schema["$ref"]), {}) if "$ref" in schema else schema
    return found


def _name(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]


def _shown(value: object) -> str:
    """As JSON writes it, but text without its quotes."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
