"""Publish a class, so that learners and advisers find it."""

from collections.abc import Sequence

from services.directory.domain.lifecycle import publish
from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.keep import keep_class
from services.directory.use_cases.ports import (
    NO_KEY,
    DirectoryWork,
    IdempotencyKey,
    Works,
)
from shared.contracts.directory import ClassDetails, ClassPublished
from shared.errors import Invalid, NotFound
from shared.permissions import Actor


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
    return [_publish(w, details) for details in wanted]


def check_references(w: DirectoryWork, details: ClassDetails) -> None:
    """Raises Invalid when the provider or the venue named is not there (or the venue was removed or has closed)."""
    try:
        w.providers.get(details.provider_id)
    except NotFound as error:
        raise Invalid.field("provider_id", "There is no such provider.", "Register the provider first.") from error
    if details.venue_id:
        _check_venue(w, details.venue_id)


def _check_venue(w: DirectoryWork, venue_id: str) -> None:
    try:
        venue = w.venues.get(venue_id)
    except NotFound as error:
        raise Invalid.field(
            "venue_id",
            "There is no such venue.",
            "Choose one from the list, or add it first.",
        ) from error
    if venue.removed:
        raise Invalid.field("venue_id", f"{venue.details.name} was removed.", "Choose another venue.")
    if venue.details.closed_in:
        raise Invalid.field(
            "venue_id",
            f"{venue.details.name} closed in {venue.details.closed_in}.",
            "Choose another venue.",
        )


def _publish(w: DirectoryWork, details: ClassDetails) -> ClassListing:
    check_references(w, details)
    provider = w.providers.get(details.provider_id)
    check_may_write(w.actor, provider)
    return keep_class(
        w,
        None,
        publish(w.ids.new(), details, provider, w.actor, w.now),
        ClassPublished,
        "published",
    )
