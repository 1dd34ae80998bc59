"""Bring the search index up to what happened to a class."""

from services.directory.use_cases.ports import ClassIndex
from shared.contracts.directory import ClassPublished
from shared.contracts.event import Event


def index_class(index: ClassIndex, event: Event, said: ClassPublished) -> None:
    """Every event of a class carries its whole public state, so the last one is enough."""
    index.put(said.state, event.sequence)
