"""The AsyncAPI document and every example, judged by what is not ours: @asyncapi/parser and ajv in JavaScript, the SDK of CloudEvents."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage
from cloudevents.core.bindings.rabbitmq import from_binary as from_message
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from shared.contracts.asyncapi import FILE, document, events
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import EventData
from shared.contracts.published import SCHEMAS, golden
from tests.node import node

Json = dict[str, Any]
EVENTS = pytest.mark.parametrize("model", BY_TYPE.values(), ids=list(BY_TYPE))


def outside(described: Json, cases: list[Json]) -> Json:
    """What the JavaScript validators say of a document, and of values against schemas."""
    script = Path(__file__).with_name("outside.mjs")
    ran = subprocess.run([node(), script], input=json.dumps({"document": described, "cases": cases}), capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    answer: Json = json.loads(ran.stdout)
    return answer


def case(model: type[EventData], value: Any) -> Json:
    return {"schema": json.loads((SCHEMAS / f"{model.TYPE}.json").read_text(encoding="utf-8")), "value": value}


def test_the_committed_document_is_what_the_contracts_make() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == document(), "run scripts/make_contracts.py, and look at what changed"


def test_the_document_and_every_golden_example_are_valid_for_validators_that_are_not_ours() -> None:
    """The examples twice: as messages of the document, and by themselves against the schemas."""
    judged = outside(document(), [case(model, golden(model)["data"]) for model in BY_TYPE.values()])
    assert judged == {"document": [], "examples": [], "cases": [[] for _ in BY_TYPE]}


def test_those_validators_notice_what_is_wrong() -> None:
    """Planted: an example whose id is a number, one without its sequence, data without its id, and a server that is not there."""
    retyped = document()
    messages = retyped["components"]["messages"]
    messages["uk.signpost.venue.added.v1"]["examples"][0]["payload"]["id"] = 7
    messages["uk.signpost.venue.added.v1"]["examples"][0]["headers"].pop("ce-sequence")
    messages["uk.signpost.venue.updated.v1.structured"]["examples"][0]["payload"].pop("sequence")
    model = BY_TYPE["uk.signpost.venue.added.v1"]
    without = {name: value for name, value in golden(model)["data"].items() if name != "id"}
    judged = outside(retyped, [case(model, without)])
    assert judged["cases"] == [[" must have required property 'id'"]]
    assert judged["examples"] == [
        "uk.signpost.venue.added.v1: /id must be string",
        "uk.signpost.venue.added.v1:  must have required property 'ce-sequence'",
        "uk.signpost.venue.updated.v1.structured:  must have required property 'sequence'",
    ]
    retyped["channels"]["queue"]["servers"] = [{"$ref": "#/servers/elsewhere"}]
    assert any("channels/queue/servers" in fault for fault in outside(retyped, [])["document"])


@EVENTS
def test_the_golden_example_is_an_event_for_the_sdk_of_cloudevents(model: type[EventData]) -> None:
    read = JSONFormat().read(CloudEvent, json.dumps(golden(model)))
    assert (read.get_type(), read.get_specversion(), read.get_data()) == (model.TYPE, "1.0", golden(model)["data"])
    assert read.get_extension("authority") == golden(model)["authority"]


@EVENTS
def test_the_example_on_the_broker_is_the_same_event_for_the_sdk(model: type[EventData]) -> None:
    (example,) = document()["components"]["messages"][model.TYPE]["examples"]
    body = json.dumps(example["payload"]).encode()
    read = from_message(RabbitMQMessage(example["headers"], "application/json", body), JSONFormat(), CloudEvent)
    whole = JSONFormat().read(CloudEvent, json.dumps(golden(model)))
    assert (read.get_id(), read.get_time(), read.get_data()) == (whole.get_id(), whole.get_time(), whole.get_data())


def test_every_event_can_be_heard_on_every_channel() -> None:
    channels = document()["channels"]
    said = {model.TYPE for _, model in events()}
    assert set(channels["queue"]["messages"]) == set(channels["stream"]["messages"]) == said
    assert set(channels["feed"]["messages"]) == {"page", *(f"{each}.structured" for each in said)}
