"""Bring the feed up to what happened. Every event carries the whole public state, so the last one of each thing is enough."""

from services.directory.use_cases.openreferral.ports import FeedRows
from shared.contracts.directory import ClassPublished, ProviderRegistered, VenueAdded
from shared.contracts.event import Event


def keep_service(rows: FeedRows, event: Event, said: ClassPublished) -> None:
    rows.put_class(said.state, event.sequence)


def keep_organization(rows: FeedRows, event: Event, said: ProviderRegistered) -> None:
    rows.put_provider(said.id, said.details, event.sequence)


def keep_location(rows: FeedRows, event: Event, said: VenueAdded) -> None:
    rows.put_venue(said.id, said.details, event.sequence)
