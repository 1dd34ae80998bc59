"""Show a class: to anyone, or to those who may change it."""

from dataclasses import dataclass
from datetime import date, datetime

from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.funding import FundingAnswer, Home, who_pays
from services.directory.domain.funding_rules import Circumstance
from services.directory.domain.listings import ClassListing
from services.directory.domain.location import Places
from services.directory.domain.ownership import check_may_write
from services.directory.domain.running import today_at
from services.directory.domain.shown import class_shown
from services.directory.use_cases.find_classes import place_meant
from services.directory.use_cases.ports import Stores, Works
from shared.clock import Clock
from shared.contracts.directory import ClassShown
from shared.errors import NotFound
from shared.permissions import Actor


@dataclass(frozen=True)
class ClassPage:
    """A class as anyone may see it, with what depends on today."""

    state: ClassShown
    version: int
    freshness: Freshness
    funding: tuple[FundingAnswer, ...]

    @property
    def listed(self) -> bool:
        return self.freshness is not Freshness.HIDDEN


def home_of(places: Places, home: str, circumstance: Circumstance, in_uk_since: date | None) -> Home:
    """`home` as a person wrote it; raises Invalid when nobody knows the place. Nothing of it is kept."""
    place = place_meant(places, home, "home") if home.strip() else None
    authority = places.authority(place.authority) if place and place.authority else None
    return Home(authority.combined_authority if authority else None, circumstance, in_uk_since)


def show_class(works: Works, clock: Clock, id: str, home: Home = Home()) -> ClassPage:
    """Raises NotFound for a withdrawn class: the public may not know of it any more."""
    now = clock.now()
    with works.look() as stores:
        listing = stores.classes.get(id)
        if listing.withdrawn:
            raise NotFound("This class is no longer offered.", remedy="Search for another one.")
        return _page(stores, listing, home, now)


def show_listing(works: Works, actor: Actor, id: str) -> ClassListing:
    """Raises NotAllowed unless the actor may change it."""
    with works.look() as stores:
        listing = stores.classes.get(id)
        check_may_write(actor, stores.providers.get(listing.details.provider_id))
        return listing


def _page(stores: Stores, listing: ClassListing, home: Home, now: datetime) -> ClassPage:
    provider = stores.providers.get(listing.details.provider_id)
    venue = stores.venues.get(listing.details.venue_id) if listing.details.venue_id else None
    state = class_shown(listing, provider, venue)
    funding = who_pays(state.details.funders, state.details.cost, home, _first_day(state, today_at(now)))
    return ClassPage(state, listing.sequence, freshness(listing.verified_at, now), funding)


def _first_day(state: ClassShown, today: date) -> date:
    starts = state.details.starts_on
    return starts if starts and starts > today else today
