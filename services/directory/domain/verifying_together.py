"""“Still right” for many listings of one provider at once, kept so that it can be answered for and taken back."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.directory.domain.listings import ClassListing
from shared.errors import Conflict


@dataclass(frozen=True)
class Verified:
    """One listing, and the age it had before."""

    id: str
    name: str
    before_at: datetime
    before_by: str


@dataclass(frozen=True)
class LeftOut:
    """One listing that stayed as it was, and why."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True)
class Verification:
    """`known_how`: how whoever said so knew, empty when it is the provider itself that speaks."""

    id: str
    provider_id: str
    at: datetime
    by_subject: str
    by: str
    known_how: str
    verified: tuple[Verified, ...]
    left_out: tuple[LeftOut, ...] = ()
    undone_at: datetime | None = None
    undone_by: str | None = None


def as_before(listing: ClassListing, verified: Verified, verification: Verification) -> ClassListing:
    """The listing with the age it had. Raises Conflict where somebody said something of it since, for then that stands."""
    if listing.withdrawn:
        raise Conflict("It was withdrawn since.", remedy="It was left as it is now.")
    if listing.verified_at != verification.at or listing.verified_by != verification.by:
        raise Conflict(f"{listing.verified_by} said since that it is right.", remedy="It was left as it is now.")
    return replace(listing, verified_at=verified.before_at, verified_by=verified.before_by, sequence=listing.sequence + 1)
