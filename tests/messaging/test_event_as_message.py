"""An event as a message: what anybody's CloudEvents reader reads, and what others may send us."""

import io
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import amqp
import orjson
import pytest
from amqp.method_framing import frame_writer
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_binary_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.event import MOST_DATA_BYTES, Event
from shared.messaging.log import Logged
from shared.messaging.rabbitmq.envelope import JSON, NotAnEvent, Outgoing, arrived, outgoing
from shared.messaging.rabbitmq.frames import publishes

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
NAMES = st.text(st.characters(categories=["L", "N"], include_characters="-._/ "), min_size=1, max_size=40).filter(str.strip)
LOGGED = st.builds(
    Logged,
    position=st.integers(1, 2**31 - 1),
    id=NAMES,
    source=NAMES,
    type=NAMES,
    subject=NAMES,
    time=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  the zone is the other argument
    authority=NAMES,
    sequence=st.integers(1, 2**31 - 1),
    traceparent=st.none() | st.just(TRACE),
    data=st.dictionaries(NAMES, NAMES | st.integers(-(2**53), 2**53) | st.none() | st.lists(NAMES)).map(
        lambda it: orjson.dumps(it).decode()
    ),
)


def one(**change: Any) -> Logged:
    fields = {
        "position": 4,
        "id": "e1",
        "source": "/directory",
        "type": "uk.signpost.thing.changed.v1",
        "subject": "a",
        "authority": "E08000035",
    }
    said = {**fields, "time": datetime(2026, 9, 1, tzinfo=UTC), "sequence": 3, "traceparent": TRACE, "data": '{"name": "red"}', **change}
    return Logged(**said)


@given(LOGGED)
def test_what_is_written_is_read_again(logged: Logged) -> None:
    message = outgoing(logged, "key")
    read = arrived(message.headers, message.body, JSON)
    fields = {name: getattr(logged, name) for name in ("id", "source", "type", "subject", "time", "authority", "sequence", "traceparent")}
    assert (read.event, read.position) == (Event(**fields, data=orjson.loads(logged.data)), logged.position)


@given(LOGGED)
def test_the_sdk_of_cloudevents_reads_what_we_write(logged: Logged) -> None:
    message = outgoing(logged, "key")
    read = from_binary_event(RabbitMQMessage(dict(message.headers), JSON, message.body))
    assert (read.get_id(), read.get_type(), read.get_time()) == (logged.id, logged.type, logged.time)
    extensions = {name: read.get_extension(name) for name in ("authority", "sequence", "position", "traceparent")}
    assert extensions == {
        "authority": logged.authority,
        "sequence": str(logged.sequence),
        "position": str(logged.position),
        "traceparent": logged.traceparent,
    }
    assert read.get_data() == orjson.loads(logged.data)


@given(LOGGED)
def test_we_read_what_the_sdk_of_cloudevents_writes(logged: Logged) -> None:
    names = ("id", "source", "type", "subject", "time", "authority")
    attributes = {"specversion": "1.0", "datacontenttype": JSON, **{name: getattr(logged, name) for name in names}}
    message = to_binary_event(CloudEvent({**attributes, "sequence": str(logged.sequence)}, orjson.loads(logged.data)))
    assert (
        arrived(message.headers, message.body, message.content_type).event
        == arrived(
            {name: value for name, value in outgoing(logged, "key").headers.items() if name != "ce-traceparent"}, logged.data.encode(), JSON
        ).event
    )


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        ({"ce-id": None}, "ce-id"),
        ({"ce-id": " "}, "ce-id"),
        ({"ce-type": 7}, "ce-type"),
        ({"ce-subject": "a\0b"}, "ce-subject"),
        ({"ce-source": b"\xff"}, "ce-source"),
        ({"ce-specversion": "0.3"}, "ce-specversion"),
        ({"ce-sequence": "0"}, "ce-sequence"),
        ({"ce-sequence": "1.5"}, "ce-sequence"),
        ({"ce-sequence": str(2**31)}, "ce-sequence"),
        ({"ce-position": "-1"}, "ce-position"),
        ({"ce-position": "٤"}, "ce-position"),
        ({"ce-time": "2026-09-01T09:30:00"}, "ce-time"),
        ({"ce-time": "soon"}, "ce-time"),
        ({"ce-traceparent": 7}, "ce-traceparent"),
    ],
)
def test_a_header_that_is_wrong_is_named_without_what_it_holds(headers: dict[str, Any], part: str) -> None:
    message = outgoing(one(), "key")
    with pytest.raises(NotAnEvent) as refusal:
        arrived({**message.headers, **headers}, message.body, JSON)
    assert refusal.value.part == part


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"", "body: is not JSON"),
        (b"\xff\xfe", "body: is not JSON"),
        (b"{'name': 'red'}", "body: is not JSON"),
        (b"[1]", "body: is JSON but not an object"),
        (b'{"name": "a\\u0000b"}', "body: holds the character NUL"),
        (b'{"deep": [{"name\\u0000": 1}]}', "body: holds the character NUL"),
        (b'"' + b"x" * MOST_DATA_BYTES + b'"', f"body: has {MOST_DATA_BYTES + 2} bytes"),
    ],
)
def test_a_body_that_is_no_events_data_says_why(body: bytes, wrong: str) -> None:
    with pytest.raises(NotAnEvent) as refusal:
        arrived(outgoing(one(), "key").headers, body, JSON)
    assert str(refusal.value).startswith(wrong)


def test_a_backslash_before_u0000_is_no_nul() -> None:
    message = outgoing(one(data='{"name": "\\\\u0000"}'), "key")
    assert arrived(message.headers, message.body, JSON).event.data == {"name": "\\u0000"}


def test_another_kind_of_content_is_refused() -> None:
    message = outgoing(one(), "key")
    assert arrived(message.headers, message.body, "Application/JSON; charset=utf-8").event.id == "e1"
    for other in (None, "text/plain", "application/cloudevents+json"):
        with pytest.raises(NotAnEvent, match="content-type"):
            arrived(message.headers, message.body, other)


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    summer = datetime(2026, 9, 1, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    message = outgoing(one(), "key")
    read = arrived({**message.headers, "ce-time": summer.isoformat()}, message.body, JSON)
    assert read.event.time == datetime(2026, 9, 1, 9, 30, tzinfo=UTC)


class _Wire:
    """What py-amqp writes goes here."""

    def __init__(self, frame_max: int) -> None:
        self.frame_max, self.written, self.bytes_sent = frame_max, io.BytesIO(), 0
        self.write = self.written.write


@given(st.lists(LOGGED, max_size=3), st.sampled_from([4096, 131_072]), st.booleans(), st.integers(0, 9000))
def test_the_frames_of_a_batch_are_those_that_py_amqp_writes(said: list[Logged], frame_max: int, mandatory: bool, longer: int) -> None:
    messages = [outgoing(each, f"suite.{each.position}") for each in said]
    messages = [Outgoing(each.id, each.key, each.headers, each.body + b" " * longer) for each in messages]
    wire = _Wire(frame_max)
    write = frame_writer(wire, wire)
    for each in messages:
        properties = {"content_type": JSON, "application_headers": each.headers, "delivery_mode": 2, "message_id": each.id}
        content = amqp.Message(each.body, **properties)
        arguments = amqp.serialization.dumps("Bssbb", (0, "signpost.events", each.key, mandatory, False))
        write(1, 5, (60, 40), arguments, content)
    assert publishes(5, frame_max, "signpost.events", messages, mandatory=mandatory) == wire.written.getvalue()
