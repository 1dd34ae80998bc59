"""Every event of every producer, found from the classes themselves: what schemas, golden examples, AsyncAPI and reference are made from."""

from types import ModuleType

from shared.contracts import directory
from shared.contracts.event import EventData

PRODUCERS: tuple[ModuleType, ...] = (directory,)
"""One module a producer, named as it is."""


def _said_by(producer: ModuleType) -> tuple[type[EventData], ...]:
    """In the order of the file; what it only imports is somebody else's."""
    classes = (each for each in vars(producer).values() if isinstance(each, type) and issubclass(each, EventData))
    return tuple(each for each in classes if each.__module__ == producer.__name__ and hasattr(each, "TYPE"))


BY_PRODUCER: dict[str, tuple[type[EventData], ...]] = {each.__name__.rpartition(".")[2]: _said_by(each) for each in PRODUCERS}
BY_TYPE: dict[str, type[EventData]] = {event.TYPE: event for events in BY_PRODUCER.values() for event in events}
