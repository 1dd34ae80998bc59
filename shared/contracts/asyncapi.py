"""The AsyncAPI 3 document: where partner systems hear the events, how each looks there, and what it holds. Made from the contracts."""

from typing import Any

from shared.contracts.catalogue import BY_PRODUCER
from shared.contracts.event import Event, EventData
from shared.contracts.published import FOLDER, golden, named_schemas

FILE = FOLDER / "asyncapi.json"
VERSION = "1.0.0"
Json = dict[str, Any]
ENVELOPE_ALONE = ("datacontenttype", "data")
ABOUT = (
    "What happens to provision in English for speakers of other languages: providers, venues, classes and their places. "
    "Each event carries the whole public state of what it is about, so that of two events about one thing the one with the higher "
    "`sequence` is enough.\n\n"
    "A partner system hears the authorities and the types it was granted, and no others. Messages come at least once: go by `id`. "
    "Change is additive: fields and types are added, so pass over what you do not know; what breaks comes as a `.v2` beside the `.v1`."
)
QUEUE = (
    "What is new, from the moment the partner was added, kept while the partner is away. At most 100,000 events, 256 MB and 30 days: then "
    "the oldest leave, and the partner catches up from the stream or over HTTP. Acknowledge each message once it is dealt with."
)
STREAM = (
    "The last 30 days, to be read again at will: set `x-stream-offset` to `first`, a moment or an offset when you consume, give a prefetch "
    "and acknowledge."
)
FEED = (
    "The last 90 days unless an installation says otherwise, in one order, by cursor. `GET` answers a page; with `Prefer: wait=30` it "
    "waits for something new; with `Accept: text/event-stream` it goes on sending, and `Last-Event-ID` resumes it."
)
PAGE = "A page of events, oldest first. `next` is the cursor to ask with from here on; `more` says that it can be asked for at once."
GRANTED = {"$ref": "#/components/securitySchemes/broker"}
SECRET = {"$ref": "#/components/securitySchemes/secret"}


def document() -> Json:
    return {
        "asyncapi": "3.0.0",
        "id": "urn:uk:signpost:events",
        "info": {
            "title": "Signpost events for partner systems",
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": _servers(),
        "channels": _channels(),
        "operations": _operations(),
        "components": {
            "messages": _messages(),
            "schemas": {"CloudEvent": _envelope(), "Headers": _headers(), "Page": _page(), **named_schemas()},
            "securitySchemes": {
                "broker": {"type": "userPassword", "description": "The user `partner.NAME`, with the partner's secret as password."},
                "secret": {"type": "http", "scheme": "bearer", "description": "The partner's secret: `Authorization: Bearer partner_…`."},
            },
        },
    }


def events() -> list[tuple[str, type[EventData]]]:
    """(who says it, what it says), in the order of the catalogue."""
    return [(producer, model) for producer, said in BY_PRODUCER.items() for model in said]


def _servers() -> Json:
    host = {"host": {"description": "Where this installation is reached.", "default": "signpost.example.org"}}
    port = {"port": {"description": "The broker's port for TLS.", "default": "5671"}}
    vhost = {"vhost": {"description": "The broker's virtual host.", "default": "signpost"}}
    return {
        "broker": {
            "host": "{host}:{port}",
            "pathname": "/{vhost}",
            "protocol": "amqps",
            "protocolVersion": "0-9-1",
            "description": "RabbitMQ. The user may read its own queue and stream: it writes and configures nothing.",
            "variables": host | port | vhost,
            "security": [GRANTED],
        },
        "http": {
            "host": "{host}",
            "pathname": "/events",
            "protocol": "https",
            "description": "Every installation has it, with a broker or without.",
            "variables": host,
            "security": [SECRET],
        },
    }


def _channels() -> Json:
    name = {"name": {"description": "The partner's name, as it was granted."}}
    as_sent = {model.TYPE: {"$ref": f"#/components/messages/{model.TYPE}"} for _, model in events()}
    broker, http = [{"$ref": "#/servers/broker"}], [{"$ref": "#/servers/http"}]
    queue, stream = "partner.{name}.queue", "partner.{name}.stream"
    return {
        "queue": {
            "address": queue,
            "title": "A partner's queue",
            "description": QUEUE,
            "servers": broker,
            "parameters": name,
            "messages": as_sent,
            "bindings": _queue("quorum"),
        },
        "stream": {
            "address": stream,
            "title": "A partner's stream",
            "description": STREAM,
            "servers": broker,
            "parameters": name,
            "messages": as_sent,
            "bindings": _queue("stream"),
        },
        "feed": {
            "address": "/v1",
            "title": "The feed over HTTP",
            "description": FEED,
            "servers": http,
            "messages": {
                "page": {"$ref": "#/components/messages/page"},
                **{_structured(model): {"$ref": f"#/components/messages/{_structured(model)}"} for _, model in events()},
            },
        },
    }


def _queue(kind: str) -> Json:
    bound = {"durable": True, "exclusive": False, "autoDelete": False}
    return {"amqp": {"is": "queue", "queue": bound, "x-arguments": {"x-queue-type": kind}, "bindingVersion": "0.3.0"}}


def _operations() -> Json:
    amqp = {"amqp": {"ack": True, "deliveryMode": 2, "bindingVersion": "0.3.0"}}
    http = {"http": {"method": "GET", "query": _query(), "bindingVersion": "0.3.0"}}
    told: Json = {"action": "send", "security": [GRANTED], "bindings": amqp}
    asked: Json = {"action": "send", "security": [SECRET], "bindings": http}
    feed = "#/channels/feed"
    pushed = [{"$ref": f"{feed}/messages/{_structured(model)}"} for _, model in events()]
    return {
        "tellTheQueue": {**told, "channel": {"$ref": "#/channels/queue"}, "summary": "New events, as they are granted."},
        "keepInTheStream": {**told, "channel": {"$ref": "#/channels/stream"}, "summary": "The same, to be read again."},
        "answerWithAPage": {
            **asked,
            "channel": {"$ref": feed},
            "summary": "One page, at once or when there is something new.",
            "messages": [{"$ref": f"{feed}/messages/page"}],
        },
        "sendAsTheyCome": {
            **asked,
            "channel": {"$ref": feed},
            "summary": "Server-sent events: each event is the `data` of one, its cursor the `id`.",
            "messages": pushed,
        },
    }


def _query() -> Json:
    return {
        "type": "object",
        "properties": {
            "after": {"type": "string", "description": "A cursor, or `newest`; the oldest kept unless given."},
            "types": {"type": "string", "description": "Types with commas between them; all that are granted unless given."},
            "authority": {"type": "string", "description": "GSS codes with commas between them; all that are granted unless given."},
            "limit": {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
        },
    }


def _messages() -> Json:
    every: Json = {"page": _page_message()}
    for producer, model in events():
        every[model.TYPE] = _binary(producer, model)
        every[_structured(model)] = _whole(producer, model)
    return every


def _binary(producer: str, model: type[EventData]) -> Json:
    """CloudEvents in binary mode, as the broker carries them."""
    example = golden(model)
    headers = {f"ce-{name}": str(value) for name, value in example.items() if name not in ENVELOPE_ALONE}
    return {
        **_named(model.TYPE, producer, model),
        "headers": {"$ref": "#/components/schemas/Headers"},
        "payload": {"$ref": f"#/components/schemas/{model.TYPE}"},
        "contentType": "application/json",
        "bindings": {"amqp": {"messageType": model.TYPE, "bindingVersion": "0.3.0"}},
        "examples": [{"name": "golden", "headers": headers, "payload": example["data"]}],
    }


def _whole(producer: str, model: type[EventData]) -> Json:
    """CloudEvents in structured mode, as HTTP carries them."""
    return {
        **_named(_structured(model), producer, model),
        "payload": _structured_schema(model),
        "contentType": "application/cloudevents+json",
        "examples": [{"name": "golden", "payload": golden(model)}],
    }


def _page_message() -> Json:
    _, first = events()[0]
    example = {"events": [golden(first)], "next": "lyZ0Jc4mT2h7ImUiOiIwMTk5NGExZSIsInAiOjF9", "more": False}
    return {
        "name": "page",
        "title": "A page of events",
        "summary": PAGE,
        "payload": {"$ref": "#/components/schemas/Page"},
        "contentType": "application/json",
        "examples": [{"name": "golden", "payload": example}],
    }


def _named(name: str, producer: str, model: type[EventData]) -> Json:
    title = model.TYPE.removeprefix("uk.signpost.").rpartition(".")[0]
    return {"name": name, "title": title, "summary": f"Said by {producer}."}


def _structured(model: type[EventData]) -> str:
    return f"{model.TYPE}.structured"


def _structured_schema(model: type[EventData]) -> Json:
    of_this_type = {"type": {"const": model.TYPE}, "data": {"$ref": f"#/components/schemas/{model.TYPE}"}}
    return {"allOf": [{"$ref": "#/components/schemas/CloudEvent"}, {"type": "object", "properties": of_this_type}]}


def _envelope() -> Json:
    schema = Event.model_json_schema()
    about = {"description": "CloudEvents 1.0 with the extensions `authority`, `sequence` and `traceparent`."}
    return {**schema, **about, "required": [name for name in schema["properties"] if name != "traceparent"]}


def _headers() -> Json:
    text = {"type": "string"}
    names = [name for name in Event.model_fields if name not in ENVELOPE_ALONE]
    return {
        "type": "object",
        "description": "The envelope in binary mode. Every value is text, as the binding of CloudEvents for RabbitMQ asks.",
        "properties": {f"ce-{name}": text for name in names},
        "required": [f"ce-{name}" for name in names if name != "traceparent"],
    }


def _page() -> Json:
    return {
        "type": "object",
        "description": PAGE,
        "properties": {
            "events": {"type": "array", "items": {"$ref": "#/components/schemas/CloudEvent"}},
            "next": {"type": "string"},
            "more": {"type": "boolean"},
        },
        "required": ["events", "next", "more"],
    }
