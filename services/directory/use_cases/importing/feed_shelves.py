"""Where things of a feed go: providers, venues and classes, each found, added and changed through the same steps as by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from pydantic import ValidationError

from services.directory.domain import lifecycle
from services.directory.domain.feeds.followed import FollowedFeed
from services.directory.domain.feeds.merge import Flat, unflat
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.domain.location import Places
from services.directory.domain.ownership import check_may_move, check_may_write
from services.directory.use_cases import update_venue
from services.directory.use_cases.add_venue import added
from services.directory.use_cases.keep import keep_class, keep_provider
from services.directory.use_cases.ports import DirectoryWork
from services.directory.use_cases.publish_class import Owners
from services.directory.use_cases.register_provider import check_name_free, registered
from shared.contracts.directory import (
    ClassDetails,
    ClassPublished,
    ClassRestored,
    ClassUpdated,
    ClassVerified,
    ProviderDetails,
    VenueDetails,
)
from shared.errors import FieldProblem, Invalid, NotFound

Kept = Provider | Venue | ClassListing
Details = type[ProviderDetails] | type[VenueDetails] | type[ClassDetails]


class Shelf(Protocol):
    """`kind` as histories call it; `model` what a thing says."""

    @property
    def kind(self) -> str: ...

    @property
    def model(self) -> Details: ...

    def get(self, id: str) -> Kept: ...

    def alike(self, fields: Flat) -> Kept | None:
        """The one thing of ours that this must be, though it did not come from the feed."""
        ...

    def add(self, fields: Flat) -> Kept: ...

    def change(self, before: Kept, fields: Flat) -> Kept: ...


@dataclass(frozen=True)
class ProviderShelf:
    w: DirectoryWork
    kind: str = "provider"
    model: Details = ProviderDetails

    def get(self, id: str) -> Provider:
        return self.w.providers.get(id)

    def alike(self, fields: Flat) -> Provider | None:
        """Of that name in that authority: there is never a second."""
        return next(iter(self.w.providers.named(fields["name"], fields["authority"])), None)

    def add(self, fields: Flat) -> Provider:
        return registered(self.w, [_made(ProviderDetails, fields)])[0]

    def change(self, before: Kept, fields: Flat) -> Provider:
        if not isinstance(before, Provider):
            raise TypeError(f"{before.id} is no provider")
        details = _made(ProviderDetails, fields)
        check_may_write(self.w.actor, before)
        check_may_move(self.w.actor, before, details.authority)
        after = replace(before, details=details, sequence=before.sequence + 1)
        check_name_free(self.w, after)
        return keep_provider(self.w, before, after)


@dataclass(frozen=True)
class VenueShelf:
    w: DirectoryWork
    places: Places
    feed: FollowedFeed
    kind: str = "venue"
    model: Details = VenueDetails

    def get(self, id: str) -> Venue:
        return self.w.venues.get(id)

    def alike(self, fields: Flat) -> Venue | None:
        """Of that name and postcode, where there is one only; not one that the feed has another id for."""
        found = self.w.venues.named(fields["name"], fields["authority"])
        found = [each for each in found if each.details.postcode == fields.get("postcode")]
        found = [each for each in found if not self.w.feeds.linked(self.feed.id, self.kind, each.id)]
        return found[0] if len(found) == 1 and fields.get("postcode") else None

    def add(self, fields: Flat) -> Venue:
        """Kept by its authority, whose import it is."""
        return added(self.w, self.places, [_made(VenueDetails, fields)], None)[0]

    def change(self, before: Kept, fields: Flat) -> Venue:
        if not isinstance(before, Venue):
            raise TypeError(f"{before.id} is no venue")
        return update_venue.updated(self.w, self.places, before, _made(VenueDetails, fields))


@dataclass(frozen=True)
class ClassShelf:
    """`assured` and `modified`: what the feed says of its age (see ServiceRead). What nobody there looked at does not get younger."""

    w: DirectoryWork
    feed: FollowedFeed
    assured: datetime | None
    modified: datetime | None
    kind: str = "class"
    model: Details = ClassDetails

    def get(self, id: str) -> ClassListing:
        return self.w.classes.get(id)

    def alike(self, fields: Flat) -> ClassListing | None:
        """The provider's class of that name at that place and time, where there is one only."""
        same = [each for each in self.w.classes.named(fields["name"], fields["provider_id"]) if not each.withdrawn]
        same = [each for each in same if each.details.venue_id == fields.get("venue_id")]
        same = [each for each in same if str(each.details.starts_on or "") in {"", fields.get("starts_on") or ""}]
        same = [each for each in same if not self.w.feeds.linked(self.feed.id, self.kind, each.id)]
        return same[0] if len(same) == 1 else None

    def add(self, fields: Flat) -> ClassListing:
        details = _made(ClassDetails, fields)
        listing = lifecycle.publish(self.w.ids.new(), details, Owners(self.w, [details]).of(details), self.w.actor, self.w.now)
        return keep_class(self.w, None, self._aged(listing, details, self._right_at()), ClassPublished, "published")

    def change(self, before: Kept, fields: Flat) -> ClassListing:
        """A withdrawn class comes back by it."""
        if not isinstance(before, ClassListing):
            raise TypeError(f"{before.id} is no class")
        details = _made(ClassDetails, fields)
        check_may_write(self.w.actor, self.w.providers.get(before.details.provider_id))
        provider = Owners(self.w, [details]).of(details, before)
        said, action = (ClassRestored, "restored") if before.withdrawn else (ClassUpdated, "updated")
        after = lifecycle.update(replace(before, withdrawn=False), details, provider, self.w.actor, self.w.now)
        return keep_class(self.w, before, self._aged(after, details, max(before.verified_at, self._right_at())), said, action)

    def verified(self, before: ClassListing) -> ClassListing | None:
        """When somebody there said since that it is right; None when nobody did."""
        if self.assured is None or min(self.assured, self.w.now) <= before.verified_at:
            return None
        check_may_write(self.w.actor, self.w.providers.get(before.details.provider_id))
        after = lifecycle.verify(before, self.w.actor, self.w.now)
        return keep_class(self.w, before, self._aged(after, before.details, min(self.assured, self.w.now)), ClassVerified, "verified")

    def _aged(self, listing: ClassListing, details: ClassDetails, verified_at: datetime) -> ClassListing:
        """With the age of the listing, and of its places, as the feed has it."""
        host = urlsplit(self.feed.url).hostname or self.feed.url
        return replace(listing, details=details, verified_at=verified_at, verified_by=host)

    def _right_at(self) -> datetime:
        return min(self.assured or self.modified or self.w.now, self.w.now)


def reached(shelf: Shelf, id: str | None) -> Kept | None:
    """None when there is no such thing any more."""
    try:
        return shelf.get(id) if id else None
    except NotFound:
        return None


def _made(model: Any, fields: Flat) -> Any:
    """Raises Invalid where our own correction and the feed's change do not go together."""
    try:
        return model.model_validate(unflat(fields))
    except ValidationError as error:
        problems = tuple(FieldProblem(".".join(map(str, each["loc"])), f"{each['msg']}.") for each in error.errors(include_url=False))
        raise Invalid("What the feed says and what was changed here do not go together.", problems=problems) from error


def former(before: Kept, said: Mapping[str, Any]) -> dict[str, Any]:
    """What an undo needs: the details, the base of the comparison, and of a class its age and whether it was withdrawn."""
    kept: dict[str, Any] = {"details": before.details.model_dump(mode="json"), "feed_said": dict(said)}
    if isinstance(before, ClassListing):
        kept |= {"verified_at": before.verified_at.isoformat(), "verified_by": before.verified_by, "withdrawn": before.withdrawn}
    return kept
