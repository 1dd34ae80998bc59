"""Every event of every producer: what schemas, golden examples and reference pages are made from."""

from shared.contracts import directory
from shared.contracts.event import EventData

BY_PRODUCER: dict[str, tuple[type[EventData], ...]] = {"directory": directory.EVENTS}
BY_TYPE: dict[str, type[EventData]] = {event.TYPE: event for events in BY_PRODUCER.values() for event in events}
