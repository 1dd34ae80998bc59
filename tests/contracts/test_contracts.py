"""A subscriber built against yesterday's events goes on working: nothing is removed or retyped, everything committed is true."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import create_model

from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import Event, EventData

CONTRACTS = Path(__file__).parents[2] / "shared" / "contracts"
EVENTS = pytest.mark.parametrize("model", BY_TYPE.values(), ids=list(BY_TYPE))


def golden(model: type[EventData]) -> dict[str, Any]:
    text = (CONTRACTS / "examples" / f"{model.TYPE}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@EVENTS
def test_the_committed_schema_is_the_model_s(model: type[EventData]) -> None:
    committed = json.loads((CONTRACTS / "schemas" / f"{model.TYPE}.json").read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(model.model_json_schema())), "run scripts/make_contracts.py, and look at what changed"


@EVENTS
def test_the_golden_example_still_says_the_same(model: type[EventData]) -> None:
    """Read strictly and written again: a field removed, renamed or retyped shows here, whatever the schemas say."""
    event = Event.model_validate(golden(model))
    kept = model.model_validate(event.data).model_dump(mode="json")
    assert said_of(event.data, kept) == event.data


def said_of(told: Any, kept: Any) -> Any:
    """Of what was kept, what the example told: fields that came later, at any depth, are no change of it."""
    if isinstance(told, dict):
        return {name: said_of(value, kept[name]) for name, value in told.items() if name in kept}
    if isinstance(told, list) and len(told) == len(kept):
        return [said_of(value, other) for value, other in zip(told, kept, strict=True)]
    return kept


@EVENTS
def test_the_golden_example_fits_the_committed_schema_for_a_validator_that_is_not_ours(model: type[EventData]) -> None:
    schema = json.loads((CONTRACTS / "schemas" / f"{model.TYPE}.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(golden(model)["data"])] == []
    assert list(validator.iter_errors({})) != []


@EVENTS
def test_a_consumer_reads_an_event_with_a_field_it_does_not_know(model: type[EventData]) -> None:
    from_the_future = {**golden(model)["data"], "a_field_of_next_year": 1}
    assert model.model_validate(from_the_future, extra="ignore")


def test_no_file_is_left_of_an_event_that_is_gone() -> None:
    for folder in ("schemas", "examples"):
        assert {file.stem for file in (CONTRACTS / folder).glob("*.json")} == set(BY_TYPE)


@EVENTS
def test_a_removed_or_retyped_field_is_caught(model: type[EventData]) -> None:
    """Planted: the same event with its first field taken out, and with it as a list."""
    first, *_ = golden(model)["data"]
    others: dict[str, Any] = {name: (Any, None) for name in model.model_fields if name != first}
    removed = create_model("Removed", __base__=None, __config__={"extra": "forbid"}, **others)
    retyped = create_model("Retyped", __base__=None, **{**others, first: (list[int], ...)})
    for broken in (removed, retyped):
        with pytest.raises(ValueError, match="validation error"):
            broken.model_validate(golden(model)["data"])
