"""The frames of a batch of publishes (AMQP 0-9-1, 4.2.3), written in one go.

py-amqp writes each message by itself, header by header: 100 µs of a relay's 120 for an event, most of them on one write to the socket
for each. The tests hold these bytes to those that py-amqp writes.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from struct import Struct, pack

from shared.messaging.rabbitmq.envelope import JSON, Outgoing

_METHOD, _HEADER, _BODY, _END = 1, 2, 3, b"\xce"
_BASIC, _PUBLISH = 60, 40
_MANDATORY = 1
_PERSISTENT = 2
_OVERHEAD = 8
"""Of a frame: its kind, channel and size, and the mark at its end."""
_CONTENT_TYPE, _HEADERS, _DELIVERY_MODE, _MESSAGE_ID = 0x8000, 0x2000, 0x1000, 0x0080
_frame, _header, _long = Struct(">BHI"), Struct(">HHQH"), Struct(">I")


def publishes(channel: int, frame_max: int, exchange: str, messages: Iterable[Outgoing], *, mandatory: bool) -> bytes:
    """As they go over the wire, for a channel whose connection agreed on `frame_max`."""
    parts: list[bytes] = []
    for message in messages:
        parts += _framed(_METHOD, channel, _publish(exchange, message.key, mandatory))
        parts += _framed(_HEADER, channel, _properties(message))
        for start in range(0, len(message.body), frame_max - _OVERHEAD):
            parts += _framed(_BODY, channel, message.body[start : start + frame_max - _OVERHEAD])
    return b"".join(parts)


def _framed(kind: int, channel: int, payload: bytes) -> tuple[bytes, bytes, bytes]:
    return _frame.pack(kind, channel, len(payload)), payload, _END


@cache
def _publish(exchange: str, key: str, mandatory: bool) -> bytes:
    return pack(">HHH", _BASIC, _PUBLISH, 0) + _short(exchange) + _short(key) + (bytes([_MANDATORY]) if mandatory else b"\0")


def _properties(message: Outgoing) -> bytes:
    head = _header.pack(_BASIC, 0, len(message.body), _CONTENT_TYPE | _HEADERS | _DELIVERY_MODE | _MESSAGE_ID)
    return head + _short(JSON) + _table(message.headers) + bytes([_PERSISTENT]) + _short(message.id)


def _table(headers: Mapping[str, str]) -> bytes:
    fields = b"".join([_name(name) + _long.pack(len(value)) + value for name, value in ((n, v.encode()) for n, v in headers.items())])
    return _long.pack(len(fields)) + fields


@cache
def _name(name: str) -> bytes:
    """With the mark of a long string, which every value is."""
    return _short(name) + b"S"


def _short(text: str) -> bytes:
    written = text.encode()
    return bytes([len(written)]) + written
