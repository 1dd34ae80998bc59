"""Likely duplicates: rows that would be added, beside what is stored and beside each other."""

from collections.abc import Iterator, Sequence

from services.directory.domain.listings import ClassListing, Venue
from services.directory.domain.spreadsheet.likely_classes import ClassCandidate, likely_classes
from services.directory.domain.spreadsheet.likely_venues import Candidate, likely_venues
from services.directory.domain.spreadsheet.plan import Action, ImportTarget, Likeness
from services.directory.use_cases.importing.plan_rows import AnyPlanned
from services.directory.use_cases.ports import Stores
from services.directory.use_cases.show_venue import sees_whole
from shared.contracts.directory import ClassDetails, VenueDetails
from shared.permissions import Actor

_PAGE = 1000


class LikelyFinder:
    """Takes note of planned rows; what another row is about already is no duplicate of this one.

    A venue the importer may not see whole is compared with nothing: that a guess was right would tell its address.
    """

    def __init__(self, stores: Stores, actor: Actor, into: ImportTarget) -> None:
        self._stores, self._actor, self._into = stores, actor, into
        self._venues: list[Candidate] = []
        self._classes: list[ClassCandidate] = []
        self._meant: set[str] = set()

    def note(self, batch: Sequence[AnyPlanned]) -> None:
        for each in batch:
            if each.before:
                self._meant.add(each.before.id)
            elif each.row.action is Action.ADD and isinstance(each.wanted, VenueDetails):
                self._venues.append(_venue(each.wanted, number=each.row.number))
            elif each.row.action is Action.ADD and isinstance(each.wanted, ClassDetails):
                self._classes.append(ClassCandidate.of(each.wanted, number=each.row.number))

    def found(self) -> tuple[Likeness, ...]:
        if self._venues:
            return tuple(likely_venues(self._venues, self._stored_venues()))
        return tuple(likely_classes(self._classes, self._stored_classes())) if self._classes else ()

    def _stored_venues(self) -> Iterator[Candidate]:
        after = None
        while page := self._stores.venues.page(after, _PAGE, self._into.authority):
            yield from (_venue(each.details, stored=each) for each in page if each.id not in self._meant and sees_whole(self._actor, each))
            after = page[-1].id

    def _stored_classes(self) -> Iterator[ClassCandidate]:
        """Those at the venues named, and those of the providers named that are online."""
        venues = sorted({each.venue_id for each in self._classes if each.venue_id})
        for at in range(0, len(venues), _PAGE):
            yield from map(_class, filter(self._other, self._stores.classes.at_venues(venues[at : at + _PAGE])))
        for provider_id in sorted({each.provider_id for each in self._classes if not each.venue_id}):
            online = (each for each in self._stores.classes.of_provider(provider_id) if not each.details.venue_id)
            yield from map(_class, filter(self._other, online))

    def _other(self, listing: ClassListing) -> bool:
        return not listing.withdrawn and listing.id not in self._meant


def _venue(details: VenueDetails, number: int | None = None, stored: Venue | None = None) -> Candidate:
    point = stored.details.point if stored else details.point
    address = details.address_1 or ""
    return Candidate(details.name, address, details.town or "", details.postcode or "", point, number, stored.id if stored else None)


def _class(listing: ClassListing) -> ClassCandidate:
    return ClassCandidate.of(listing.details, id=listing.id)
