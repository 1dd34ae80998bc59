"""docs/reference/events.md: where events are heard, the feed's parameters, the envelope, and each event with its fields."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.reporting.entrypoints.http_events.app import events_app
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import open_grants, open_reporting
from shared.clock import SystemClock
from shared.contracts.asyncapi import document
from shared.contracts.catalogue import BY_PRODUCER
from shared.contracts.event import Event, EventData
from shared.identity.keys import public_keys, signing_key
from shared.identity.tokens import TokenVerifier
from shared.web.async_reference import Channel, channels

Document = Mapping[str, Any]
Asked = Callable[[Document, Document], tuple[str, ...]]
Table = Callable[[Sequence[str], Iterable[Sequence[str]]], str]
Kind = Callable[[Document], str]


def events_parts(asked: Asked, table: Table, kind: Kind) -> list[str]:
    """The parts of the page, its title first. `asked`, `table` and `kind` write as the other pages do."""
    feed = _open_api()
    parameters = [asked(feed, each) for each in feed["paths"]["/v1"]["get"]["parameters"]]
    envelope = [(f"`{name}`", kind(about)) for name, about in Event.model_json_schema()["properties"].items()]
    return [
        "Events",
        "CloudEvents 1.0. Each event carries the whole public state of what it is about, so that of two events about one thing "
        "the one with the higher `sequence` is enough. No event holds a learner's data, or an address that is told on joining.",
        "For programs: [the AsyncAPI document](../../shared/contracts/asyncapi.json), which a running Signpost serves at "
        "`/events/asyncapi.json` and shows as a page at `/events/asyncapi`. How to begin: [follow events](../how-to/follow-events.md).",
        "## Where partner systems hear them",
        *map(_channel, channels(document())),
        "## What the feed over HTTP is asked\n\nBelow `/events` of a running Signpost; `/events/docs` has the answers too.",
        table(("parameter or header", "kind", "unless given", "what it asks"), parameters),
        "## The envelope",
        table(("field", "kind"), envelope),
        *(_event(producer, event, table, kind) for producer, events in BY_PRODUCER.items() for event in events),
    ]


def _open_api() -> Document:
    """Of the feed itself, on an empty folder."""
    with TemporaryDirectory() as folder:
        data, clock = Path(folder), SystemClock()
        reporting = open_reporting(ReportingSettings(data=data), clock)
        verifier = TokenVerifier(public_keys(signing_key(data)), "signpost", clock)
        described = events_app(reporting, verifier, open_grants(reporting)).openapi()
        reporting.close()
    return described


def _channel(channel: Channel) -> str:
    said = " ".join(channel.operations)
    return f"### {channel.title}\n\n`{channel.address}`. {channel.about}\n\n{said} {channel.server} {channel.security}"


def _event(producer: str, event: type[EventData], table: Table, kind: Kind) -> str:
    fields = [(f"`{name}`", kind(about)) for name, about in event.model_json_schema()["properties"].items()]
    files = f"[schema](../../shared/contracts/schemas/{event.TYPE}.json) · [example](../../shared/contracts/examples/{event.TYPE}.json)"
    return f"## {event.TYPE}\n\nFrom `/{producer}`. {files}\n\n{table(('field of data', 'kind'), fields)}"
