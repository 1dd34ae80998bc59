"""What the directory's API answers about classes, providers and venues, as models; from these the OpenAPI document is made."""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.funding import FundingAnswer, Likelihood
from services.directory.domain.funding_rules import Circumstance
from services.directory.domain.listings import ClassListing, Provider, Venue
from services.directory.domain.shown import venue_shown
from services.directory.use_cases.show_class import ClassPage
from shared.contracts.directory import ClassDetails, ClassShown, ProviderDetails, VenueDetails
from shared.contracts.provision import Point, Precision
from shared.storage.port import HistoryEntry

T = TypeVar("T")


class FundingQuestion(BaseModel):
    """What a learner chooses to say of themselves; everything may be left out, and nothing is kept."""

    model_config = ConfigDict(extra="forbid")

    home: Annotated[str, Field(max_length=60, description="Postcode or town: it decides who may pay.")] = ""
    circumstance: Circumstance = Circumstance.NOT_SAID
    in_uk_since: Annotated[date | None, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))] = None


class FundingShown(BaseModel):
    """Who may pay. Never a promise: the provider decides."""

    likelihood: Likelihood
    rule: str
    source: str
    starting: date | None = None


class FundingGiven(BaseModel):
    """The best for the learner first."""

    funding: list[FundingShown]


class ClassAnswer(BaseModel):
    """A class as anyone may see it. `listed` is False when age hides it from search."""

    state: ClassShown
    version: int
    freshness: Freshness
    listed: bool
    funding: list[FundingShown] = []


class ListingAnswer(BaseModel):
    """A class as those who may change it see it."""

    id: str
    version: int
    authority: str
    details: ClassDetails
    verified_at: datetime
    verified_by: str
    freshness: Freshness
    withdrawn: bool


class ProviderAnswer(BaseModel):
    id: str
    version: int
    details: ProviderDetails


class VenueAnswer(BaseModel):
    """`precision` says how exactly `point` is known."""

    id: str
    version: int
    details: VenueDetails
    point: Point | None
    precision: Precision | None
    steward: str | None
    removed: bool


class Page(BaseModel, Generic[T]):
    """One page of a list; `next` goes into `cursor`."""

    items: list[T]
    next: str | None = None


class HistoryAnswer(BaseModel):
    """Who did what, when and why. `changes`: field → [before, after]."""

    at: datetime
    who: str
    action: str
    why: str
    version: int
    changes: dict[str, list[object]]


def class_answer(page: ClassPage) -> ClassAnswer:
    funding = funding_shown(page.funding)
    return ClassAnswer(state=page.state, version=page.version, freshness=page.freshness, listed=page.listed, funding=funding)


def listing_answer(listing: ClassListing, now: datetime) -> ListingAnswer:
    return ListingAnswer(
        id=listing.id,
        version=listing.sequence,
        authority=listing.authority,
        details=listing.details,
        verified_at=listing.verified_at,
        verified_by=listing.verified_by,
        freshness=freshness(listing.verified_at, now),
        withdrawn=listing.withdrawn,
    )


def provider_answer(provider: Provider) -> ProviderAnswer:
    return ProviderAnswer(id=provider.id, version=provider.sequence, details=provider.details)


def venue_answer(venue: Venue, *, whole: bool) -> VenueAnswer:
    """`whole` only for those who may change it: otherwise an address told on joining stays untold."""
    where = venue.located if whole or not venue.details.address_on_joining else venue.area
    return VenueAnswer(
        id=venue.id,
        version=venue.sequence,
        details=venue.details if whole else venue_shown(venue),
        point=where.point if where else None,
        precision=where.precision if where else None,
        steward=venue.steward,
        removed=venue.removed,
    )


def history_page(entries: list[HistoryEntry], more: int | None) -> Page[HistoryAnswer]:
    items = [
        HistoryAnswer(at=e.at, who=e.actor_name, action=e.action, why=e.purpose, version=e.sequence, changes=e.changes) for e in entries
    ]
    return Page(items=items, next=str(more) if more else None)


def funding_shown(answers: tuple[FundingAnswer, ...]) -> list[FundingShown]:
    return [FundingShown.model_validate(vars(answer)) for answer in answers]
