"""A subscriber built against yesterday's events goes on working: nothing is removed or retyped, everything committed is true."""

import json
from typing import Any, ClassVar

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import create_model

from shared.contracts import directory
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import Event, EventData
from shared.contracts.published import FOLDER, SCHEMAS, golden, new_golden, schema_of

EVENTS = pytest.mark.parametrize("model", BY_TYPE.values(), ids=list(BY_TYPE))


def committed(model: type[EventData]) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{model.TYPE}.json").read_text(encoding="utf-8"))
    return schema


@EVENTS
def test_the_committed_schema_is_the_model_s(model: type[EventData]) -> None:
    assert committed(model) == json.loads(json.dumps(schema_of(model))), "run scripts/make_contracts.py, and look at what changed"


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
    validator = Draft202012Validator(committed(model), format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(golden(model)["data"])] == []
    assert list(validator.iter_errors({})) != []


@EVENTS
def test_a_consumer_reads_an_event_with_a_field_it_does_not_know(model: type[EventData]) -> None:
    from_the_future = {**golden(model)["data"], "a_field_of_next_year": 1}
    assert model.model_validate(from_the_future, extra="ignore")
    assert [error.message for error in Draft202012Validator(committed(model)).iter_errors(from_the_future)] == []


def test_no_file_is_left_of_an_event_that_is_gone() -> None:
    for folder in ("schemas", "examples"):
        assert {file.stem for file in (FOLDER / folder).glob("*.json")} == set(BY_TYPE)


class Registered(EventData):
    TYPE: ClassVar[str] = "uk.signpost.planted.registered.v1"
    EXAMPLE: ClassVar[dict[str, Any]] = {"id": "p", "details": {"name": "Northgate College", "authority": "E08000035"}}
    id: str
    details: directory.ProviderDetails


def test_an_event_without_an_example_or_with_fields_left_out_of_it_is_refused_by_name() -> None:
    class Unexplained(EventData):
        TYPE: ClassVar[str] = "uk.signpost.planted.unexplained.v1"

    with pytest.raises(LookupError, match="Unexplained has no EXAMPLE"):
        new_golden(Unexplained, "directory")
    with pytest.raises(LookupError, match=r"The EXAMPLE of Registered leaves out: contact, description, kind, network"):
        new_golden(Registered, "directory")


def test_an_event_that_is_a_kind_of_another_needs_no_example_of_its_own() -> None:
    class ProviderMoved(directory.ProviderRegistered):
        TYPE: ClassVar[str] = "uk.signpost.planted.moved.v1"

    told = new_golden(ProviderMoved, "directory")
    assert (told.type, told.data) == (ProviderMoved.TYPE, golden(directory.ProviderRegistered)["data"])
    assert told.subject == told.data["id"]


def test_the_catalogue_is_what_was_written_in_the_producer_s_module() -> None:
    assert list(BY_TYPE.values()) == [each for each in vars(directory).values() if hasattr(each, "TYPE")]


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
