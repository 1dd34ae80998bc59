"""An AsyncAPI document turned into what a reference page shows: where events are heard, and which there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.web.api_reference import Shape, shapes

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Channel:
    title: str
    address: str
    about: str
    server: str
    security: str
    operations: tuple[str, ...]


@dataclass(frozen=True)
class EventShown:
    """`data`: the shape of what it says."""

    type: str
    about: str
    data: Shape


def channels(document: Document) -> list[Channel]:
    return [_channel(document, name, channel) for name, channel in document["channels"].items()]


def events(document: Document) -> list[EventShown]:
    """Those whose data has a shape of its own; how they are wrapped is said by the channels."""
    known = {shape.name: shape for shape in shapes(document)}
    messages = document["components"]["messages"]
    return [EventShown(name, message["summary"], known[name]) for name, message in messages.items() if name in known]


def shared_shapes(document: Document) -> list[Shape]:
    """What events are made of, and what they travel in."""
    return [shape for shape in shapes(document) if shape.name not in document["components"]["messages"]]


def _channel(document: Document, name: str, channel: Document) -> Channel:
    server = _followed(document, channel["servers"][0])
    security = _followed(document, server["security"][0])
    prefix = f"{server['protocol']}://{server['host']}{server.get('pathname', '')}"
    return Channel(
        title=channel["title"],
        address=f"{prefix}{channel['address']}" if channel["address"].startswith("/") else channel["address"],
        about=channel["description"],
        server=f"{prefix}: {server['description']}",
        security=security["description"],
        operations=tuple(_operations(document, name)),
    )


def _operations(document: Document, channel: str) -> Iterator[str]:
    return (each["summary"] for each in document["operations"].values() if each["channel"]["$ref"] == f"#/channels/{channel}")


def _followed(document: Document, reference: Document) -> Any:
    found: Any = document
    for step in reference["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found
