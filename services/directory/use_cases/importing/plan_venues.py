"""What each row of a venue sheet would do."""

from collections.abc import Sequence

from services.directory.domain.listings import Venue
from services.directory.domain.location import Places, tidy_postcode, tidy_venue
from services.directory.domain.names import name_key
from services.directory.domain.ownership import may_write
from services.directory.domain.spreadsheet.plan import Action, ImportTarget, PlannedRow
from services.directory.domain.spreadsheet.recognition import Taken
from services.directory.domain.spreadsheet.sheet import Row
from services.directory.domain.spreadsheet.venue_rows import VenueRow, read_venue
from services.directory.use_cases.importing.plan_rows import Planned, compared, noted, refused
from services.directory.use_cases.importing.stored_venues import StoredVenues
from services.directory.use_cases.ports import Stores
from services.directory.use_cases.update_venue import check_nobody_meets
from shared.contracts.directory import VenueDetails
from shared.errors import Conflict, FieldProblem, Invalid
from shared.geo import normal_postcode
from shared.permissions import Actor

PlannedVenue = Planned[VenueDetails, Venue]
Key = tuple[str, str]


class VenuePlanner:
    """A row is about a stored venue when the importer's reference or the UPRN says so, else its name and postcode within the authority.

    A venue the importer may not see whole is matched with nothing: that a guess was right would tell its address.
    """

    def __init__(self, stores: Stores, places: Places, actor: Actor, into: ImportTarget, taken: Taken) -> None:
        self._stores, self._places, self._actor, self._into, self._taken = stores, places, actor, into, taken
        self._ids: dict[str, int] = {}
        self._references: dict[str, int] = {}
        self._keys: dict[Key, int] = {}
        self._stored = StoredVenues(stores, actor, into, ())

    def plan(self, rows: Sequence[Row]) -> list[PlannedVenue]:
        """What is stored of them is looked up for all of them at once."""
        said = [read_venue(self._taken.recognised, row) for row in rows]
        self._stored = StoredVenues(self._stores, self._actor, self._into, said)
        return [self._plan(row, each) for row, each in zip(rows, said, strict=True)]

    def _plan(self, row: Row, said: VenueRow) -> PlannedVenue:
        references = self._own(said)
        problems = [*said.problems, *self._twice(said, references)]
        before = None
        try:
            before = self._before(said, references)
            wanted = tidy_venue(said.details(self._into.authority, before), self._places) if not said.problems else None
            self._check_closing(before, wanted)
            if said.problems:
                self._check_postcode(said)
        except Invalid as wrong:
            problems += [FieldProblem(self._header(each.field), each.message, each.remedy) for each in wrong.problems]
            wanted = None
        if before and before.id in self._ids and not problems:
            problems.append(self._same_as(self._ids[before.id]))
        if problems or wanted is None:
            return Planned(refused(row, said.name, problems, len(self._taken.sheet.headers)))
        return self._planned(said, references, wanted, before)

    def carried_out(self, number: int, aggregate_id: str) -> None:
        self._ids[aggregate_id] = number

    def _planned(self, said: VenueRow, references: tuple[str, ...], wanted: VenueDetails, before: Venue | None) -> PlannedVenue:
        self._references |= dict.fromkeys(references, said.number)
        self._keys[_key(wanted)] = said.number
        if before:
            self._ids[before.id] = said.number
        row = compared(said.number, said.name, wanted, before)
        if row.action is Action.CHANGE and before and not self._theirs(before):
            row = noted(PlannedRow(row.number, Action.SAME, row.name, before.id), self._kept_by(before))
        new = tuple(each for each in references if not self._known(each, before))
        return Planned(row, wanted, before, new)

    def _known(self, reference: str, before: Venue | None) -> bool:
        return before is not None and self._stored.referred(reference) == before.id

    def _own(self, said: VenueRow) -> tuple[str, ...]:
        """Two institutions of one building share its UPRN: the first row keeps it, the next go by their names."""
        return tuple(each for each in said.references if not each.startswith("uprn ") or each not in self._references)

    def _twice(self, said: VenueRow, references: tuple[str, ...]) -> list[FieldProblem]:
        again = next((self._references[each] for each in references if each in self._references), None)
        if again:
            return [
                FieldProblem(
                    self._header("reference"), f"Row {again} has this reference too.", "Give each venue its own, or take one row out."
                )
            ]
        key = name_key(said.name), normal_postcode(said.said.get("postcode") or "") or ""
        return [self._same_as(self._keys[key])] if key in self._keys else []

    def _same_as(self, number: int) -> FieldProblem:
        return FieldProblem(self._header("name"), f"Row {number} is about the same venue.", "Take one of the two rows out.")

    def _before(self, said: VenueRow, references: tuple[str, ...]) -> Venue | None:
        found = (self._stored.called(reference) for reference in references)
        return next((venue for venue in found if venue), None) or self._by_name(said)

    def _by_name(self, said: VenueRow) -> Venue | None:
        """A venue stored without a postcode is the one; so is any of that name when the row has none."""
        postcode = normal_postcode(said.said.get("postcode") or "")
        named = [venue for venue in self._stored.named(said.name) if venue.id not in self._ids]
        found = [venue for venue in named if not postcode or venue.details.postcode in {postcode, None}]
        if len(found) > 1:
            found = [venue for venue in found if venue.details.postcode == postcode] or found
        if len(found) > 1:
            found = [venue for venue in found if venue.steward == self._into.provider_id] or found
        if len(found) > 1:
            raise Invalid.field(
                "name", f"{len(found)} venues here are called “{said.name}”.", "Give the postcode, so that it is clear which is meant."
            )
        return found[0] if found else None

    def _check_closing(self, before: Venue | None, wanted: VenueDetails | None) -> None:
        """As by hand: nobody is sent to a shut door."""
        if before and wanted and wanted.closed_in and not before.details.closed_in and self._theirs(before):
            try:
                check_nobody_meets(self._stores, before, "cannot be closed")
            except Conflict as refusal:
                raise Invalid.field("closed_in", refusal.message, refusal.remedy) from refusal

    def _check_postcode(self, said: VenueRow) -> None:
        """The row is refused anyway; that its postcode does not exist is to be heard at once, not next time."""
        if postcode := said.said.get("postcode"):
            tidy_postcode(str(postcode), self._places)

    def _theirs(self, venue: Venue) -> bool:
        return may_write(self._actor, authority=venue.details.authority, organisation=venue.steward)

    def _kept_by(self, venue: Venue) -> str:
        name = self._stores.providers.get(venue.steward).details.name if venue.steward else "its authority"
        return f"This venue is kept by {name}: the row is matched with it and changes nothing."

    def _header(self, field: str) -> str:
        return self._taken.recognised.header(field)


def _key(details: VenueDetails) -> Key:
    return name_key(details.name), details.postcode or ""
