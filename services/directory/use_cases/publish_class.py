"""Publish a class, so that learners and advisers find it."""

from collections.abc import Sequence
from functools import cache

from services.directory.domain.class_rules import check_class
from services.directory.domain.lifecycle import publish
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_classes
from services.directory.use_cases.ports import (
    NO_KEY,
    DirectoryWork,
    IdempotencyKey,
    Works,
)
from services.directory.use_cases.show_venue import sees_whole
from shared.contracts.directory import ClassDetails, ClassPublished
from shared.errors import FieldProblem, NotFound
from shared.permissions import Actor

_NO_VENUE = (FieldProblem("venue_id", "There is no such venue.", "Choose one from the list, or add it first."),)


def publish_class(works: Works, actor: Actor, details: ClassDetails, key: IdempotencyKey = NO_KEY) -> ClassListing:
    """Raises Invalid with every problem of the class, NotAllowed for another provider's. Sent twice with one key, it is published once."""
    with works.begin(actor, "publish a class") as w:
        if made := w.once(*key):
            return w.classes.get(made)
        (listing,) = published(w, [details])
        w.remember(*key, listing.id)
        return listing


def published(w: DirectoryWork, wanted: Sequence[ClassDetails]) -> list[ClassListing]:
    """The same within an open unit of work."""
    owners = Owners(w, wanted)
    new = [publish(w.ids.new(), details, owners.of(details), w.actor, w.now) for details in wanted]
    keep_classes(w, [(None, listing) for listing in new], ClassPublished, "published")
    return new


class Owners:
    """The providers of classes that are to be saved; they and the venues named are looked up once."""

    def __init__(self, w: DirectoryWork, wanted: Sequence[ClassDetails]) -> None:
        self._w, self.get = w, cache(w.providers.get)
        self._venues = w.venues.some({details.venue_id for details in wanted if details.venue_id})

    def of(self, details: ClassDetails, before: ClassListing | None = None) -> Provider:
        """Raises NotAllowed for another's provider, Invalid with every problem of the class.

        Whether the venue named is there, and open, is among them.
        """
        missing = _problems_of(self._w.actor, self._venues.get(details.venue_id or ""), details, before)
        try:
            provider = self.get(details.provider_id)
        except NotFound:
            check_class(details, (FieldProblem("provider_id", "There is no such provider.", "Register the provider first."), *missing))
            raise
        check_may_write(self._w.actor, provider)
        check_class(details, missing)
        return provider


def venue_problems(w: DirectoryWork, details: ClassDetails, before: ClassListing | None = None) -> tuple[FieldProblem, ...]:
    """What keeps the class from meeting where it says."""
    found = w.venues.some([details.venue_id] if details.venue_id else [])
    return _problems_of(w.actor, found.get(details.venue_id or ""), details, before)


def _problems_of(actor: Actor, venue: Venue | None, details: ClassDetails, before: ClassListing | None) -> tuple[FieldProblem, ...]:
    """A venue the actor may not see whole is none to them, unless the class met there `before`: its keepers may have hidden it since."""
    if not details.venue_id:
        return ()
    if venue is None:
        return _NO_VENUE
    if not sees_whole(actor, venue) and not (before and before.details.venue_id == venue.id):
        return _NO_VENUE
    name = venue.spoken_of[:1].upper() + venue.spoken_of[1:]
    if venue.removed:
        return (FieldProblem("venue_id", f"{name} was removed.", "Choose another venue."),)
    if venue.details.closed_in:
        return (FieldProblem("venue_id", f"{name} closed in {venue.details.closed_in}.", "Choose another venue."),)
    return ()
