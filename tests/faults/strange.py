"""Events and messages that no careful producer would send: from an older or newer version, out of order, damaged, or made to harm."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import amqp
import orjson

from services.directory.adapters.works import DirectoryWork
from services.directory.domain.listings import ClassListing
from services.directory.domain.shown import class_shown
from services.directory.wiring import open_works
from shared.clock import SystemClock
from shared.contracts.directory import ClassShown, ClassUpdated
from shared.contracts.event import MOST_DATA_BYTES, EventData
from shared.messaging.log import EventLog
from shared.messaging.rabbitmq.connection import connect, hang_up
from shared.messaging.rabbitmq.envelope import JSON, Outgoing, outgoing
from shared.messaging.rabbitmq.topology import EXCHANGE, key_of
from shared.messaging.unreadable import key_of as id_of_bytes
from shared.storage.database import Database
from tests.faults.producing import PRODUCER

Said = Callable[[ClassShown], EventData]


class Damaged(EventData):
    """Says that it is an update, and does not fit it."""

    TYPE = ClassUpdated.TYPE
    state: int = 7


class FromLater(ClassUpdated):
    """The same type from a newer version of the directory, which says more."""

    teaching_style: str = "in pairs"


class OfALaterKind(EventData):
    """A type this version does not know."""

    TYPE = "uk.signpost.class.updated.v2"
    state: ClassShown


def change(database: Database, classes: Sequence[str], said: Said) -> list[str]:
    """Changes these classes, and says so in this way; returns the ids of the events."""
    with open_works(database, SystemClock()).begin(PRODUCER, "a fault trial") as w:
        for before in w.classes.some(classes).values():
            after = replace(before, sequence=before.sequence + 1)
            w.classes.save([after])
            w.emit(said(_shown(w, after)), subject=after.id, authority=after.authority, sequence=after.sequence)
        return w.emitted


def _shown(w: DirectoryWork, listing: ClassListing) -> ClassShown:
    venue = w.venues.some([listing.details.venue_id])[listing.details.venue_id] if listing.details.venue_id else None
    return class_shown(listing, w.providers.get(listing.details.provider_id), venue)


def damaged(_state: ClassShown) -> EventData:
    return Damaged()


def from_later(state: ClassShown) -> EventData:
    return FromLater(state=state)


def of_a_later_kind(state: ClassShown) -> EventData:
    return OfALaterKind(state=state)


def copies(database: Database, consumers: Sequence[str], after: int, count: int) -> list[Outgoing]:
    """Messages of events that are in the log, as its relay sends them, to each consumer."""
    page = EventLog(database).written_after(after, count, None)
    return [outgoing(logged, key_of(consumer, logged.type)) for logged in page for consumer in consumers]


def rubbish(sample: Outgoing) -> list[Outgoing]:
    """No two alike, and none an event. `sample`: a good message, to damage."""
    headers = dict(sample.headers)
    bad_headers: list[dict[str, Any]] = [
        {},
        headers | {"ce-specversion": "2.0"},
        headers | {"ce-sequence": "many"},
        headers | {"ce-sequence": "-1"},
        headers | {"ce-sequence": str(2**40)},
        headers | {"ce-id": ""},
        headers | {"ce-id": 7},
        headers | {"ce-time": "yesterday"},
        headers | {"ce-subject": "\0"},
        {name: value for name, value in headers.items() if name != "ce-type"},
        {"nameko.call_id_stack": 7},
        {"nameko.call_id_stack": {"not": "a list"}, "nameko.language": 3},
    ]
    bad_bodies = [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b'"text"', b'{"state": "\\u0000"}', _oversized()]
    with_headers = [replace(sample, headers=each) for each in bad_headers]
    return with_headers + [
        replace(sample, headers=headers | {"ce-id": f"bad-{number}"}, body=each) for number, each in enumerate(bad_bodies)
    ]


def _oversized() -> bytes:
    return orjson.dumps({"state": "x" * MOST_DATA_BYTES})


def parked_as(messages: Sequence[Outgoing]) -> set[str]:
    """The ids by which a consumer parks what is no event."""
    return {id_of_bytes(message.body, message.headers) for message in messages}


def publish(address: str, messages: Sequence[Outgoing]) -> None:
    """Past the relay, each with a confirm."""
    connection = connect(address)
    try:
        channel = connection.channel()
        channel.confirm_select()
        for message in messages:
            wrapped = amqp.Message(message.body, content_type=JSON, application_headers=dict(message.headers))
            channel.basic_publish_confirm(wrapped, EXCHANGE, message.key, mandatory=True)
    finally:
        hang_up(connection)
