"""The aggregates the directory owns. Each counts its own changes in `sequence`, from 1."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.directory import ClassDetails, ProviderDetails, VenueDetails
from shared.contracts.provision import Point, Precision


@dataclass(frozen=True)
class Provider:
    id: str
    details: ProviderDetails
    sequence: int = 1


@dataclass(frozen=True)
class Located:
    """Where a venue was found, and how exactly; None in Venue.located means nothing it says could be placed."""

    point: Point
    precision: Precision


@dataclass(frozen=True)
class Venue:
    """`steward` is the provider that added it: its staff may change it, others share it."""

    id: str
    details: VenueDetails
    steward: str | None = None
    located: Located | None = None
    area: Located | None = None
    sequence: int = 1
    removed: bool = False

    @property
    def spoken_of(self) -> str:
        """Its name where it may be told to anyone, for a refusal: who is refused may be a stranger to it."""
        return "this venue" if self.details.address_on_joining else self.details.name


@dataclass(frozen=True)
class ClassListing:
    """A class as its provider keeps it. `verified_at`: when a human last said that it is right."""

    id: str
    authority: str
    details: ClassDetails
    verified_at: datetime
    verified_by: str
    sequence: int = 1
    withdrawn: bool = False
