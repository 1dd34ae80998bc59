"""What each row of a course sheet would do."""

from collections.abc import Sequence
from functools import cache

from pydantic import ValidationError

from services.directory.domain.class_rules import problems_with
from services.directory.domain.listings import ClassListing, Provider
from services.directory.domain.spreadsheet.class_rows import ClassRow, read_class
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.domain.spreadsheet.recognition import Taken
from services.directory.domain.spreadsheet.sheet import Row
from services.directory.use_cases.importing.find_venue import VenueFinder
from services.directory.use_cases.importing.plan_rows import Planned, compared, nearest, refused
from services.directory.use_cases.importing.stored_classes import StoredClasses
from services.directory.use_cases.ports import Stores
from shared.contracts.directory import ClassDetails
from shared.errors import FieldProblem, Invalid
from shared.permissions import Actor

PlannedClass = Planned[ClassDetails, ClassListing]
_FIELDS = {"venue_id": "venue_name", "amount_pence": "cost", "note": "cost_note", "sessions": "day", "entry_1_parts": "level"}


class ClassPlanner:
    """A row is about a stored class when the importer's own reference says so, else its name with start date and venue, at one provider."""

    def __init__(self, stores: Stores, actor: Actor, into: ImportTarget, taken: Taken) -> None:
        self._stores, self._actor, self._into, self._taken = stores, actor, into, taken
        self._venues = VenueFinder(stores, actor, into)
        self._provider = stores.providers.get(into.provider_id) if into.provider_id else None
        self._ids: dict[str, int] = {}
        self._references: dict[str, int] = {}
        self._keys: dict[tuple[object, ...], int] = {}
        self._providers_named = cache(lambda name: stores.providers.named(name, None if self._provider else into.authority))
        self._stored_classes = StoredClasses(stores, into, (), ())
        if not self._provider and "provider" not in taken.recognised.columns:
            raise Invalid(
                "No column says which provider offers the courses.",
                remedy="Choose the provider they belong to, or add a column PROVIDER_NAME.",
            )

    def plan(self, rows: Sequence[Row]) -> list[PlannedClass]:
        """What is stored of them is looked up for all of them at once."""
        said = [read_class(self._taken.recognised, row) for row in rows]
        self._venues.expect(said)
        self._stored_classes = StoredClasses(self._stores, self._into, said, self._provider_ids(said))
        return [self._plan(row, each) for row, each in zip(rows, said, strict=True)]

    def _provider_ids(self, said: Sequence[ClassRow]) -> set[str]:
        if self._provider:
            return {self._provider.id}
        return {each.id for name in {row.provider_name for row in said if row.provider_name} for each in self._providers_named(name)}

    def _plan(self, row: Row, said: ClassRow) -> PlannedClass:
        problems = list(said.problems)
        try:
            provider = self._provider_of(said)
            venue_id = self._venues.find(said)
            before = self._stored(said, provider, venue_id)
        except Invalid as wrong:
            return self._refused(row, said, problems, wrong.problems)
        if problems:
            return self._refused(row, said, problems, ())
        try:
            wanted = said.details(provider.id, venue_id, before)
        except ValidationError:
            unfit = FieldProblem(
                self._header("name"), "The row does not fit what is stored for this class.", "Mend the class on Signpost first."
            )
            return self._refused(row, said, problems, (unfit,))
        if broken := problems_with(wanted):
            return self._refused(row, said, problems, broken)
        return self._planned(said, wanted, before)

    def carried_out(self, number: int, aggregate_id: str) -> None:
        self._ids[aggregate_id] = number

    def _refused(self, row: Row, said: ClassRow, problems: list[FieldProblem], more: tuple[FieldProblem, ...]) -> PlannedClass:
        """One problem a column: the first found is the most particular."""
        for each in more:
            header = self._header(each.field)
            if header not in {known.field for known in problems}:
                problems.append(FieldProblem(header, each.message, each.remedy))
        return Planned(refused(row, said.name, problems, len(self._taken.sheet.headers)))

    def _planned(self, said: ClassRow, wanted: ClassDetails, before: ClassListing | None) -> PlannedClass:
        if said.reference:
            self._references[said.reference] = said.number
        self._keys[self._key(said, wanted.provider_id, wanted.venue_id)] = said.number
        if before:
            self._ids[before.id] = said.number
        new = (said.reference,) if said.reference and not self._known(said.reference, before) else ()
        return Planned(compared(said.number, said.name, wanted, before), wanted, before, new)

    def _known(self, reference: str, before: ClassListing | None) -> bool:
        return before is not None and self._stored_classes.referred(reference) == before.id

    def _provider_of(self, said: ClassRow) -> Provider:
        """Raises Invalid for a provider that is not there, or not the one imported for, or another's."""
        name, column = said.provider_name, "provider"
        if self._provider:
            if name and self._providers_named(name) not in ([], [self._provider]):
                raise Invalid.field(
                    column, f"This import is for {self._provider.details.name}.", "Take the row out, or import it for its own provider."
                )
            return self._provider
        if not name:
            raise Invalid.field(column, "The row does not say which provider offers it.", "Write the provider’s name.")
        found = self._providers_named(name)
        if len(found) != 1:
            known = (each.details.name for each in self._stores.providers.page(None, 1000, self._into.authority))
            what = f"There is no provider “{name}” here." if not found else f"{len(found)} providers are called “{name}”."
            raise Invalid.field(column, what, f"{nearest(name, known)}Write the name as Signpost has it, or register the provider first.")
        return found[0]

    def _stored(self, said: ClassRow, provider: Provider, venue_id: str | None) -> ClassListing | None:
        """Raises Invalid when two rows, or two classes, could be meant, or when the class was withdrawn by hand."""
        if said.reference in self._references:
            raise Invalid.field("reference", f"Row {self._references[said.reference]} has this reference too.", "Give each course its own.")
        found = self._by_reference(said, provider) or self._by_name(said, provider, venue_id)
        if found is None and said.reference is None and (again := self._keys.get(self._key(said, provider.id, venue_id))):
            raise Invalid.field(
                "name", f"Row {again} is the same course.", "Take one of the two rows out, or give each a reference of its own."
            )
        if found and found.id in self._ids:
            raise Invalid.field("name", f"Row {self._ids[found.id]} is about the same class.", "Take one of the two rows out.")
        if found and found.withdrawn:
            raise Invalid.field("name", "This class was withdrawn on Signpost.", "Restore it there first, or take the row out.")
        return found

    def _by_reference(self, said: ClassRow, provider: Provider) -> ClassListing | None:
        listing = self._stored_classes.called(said.reference) if said.reference else None
        return listing if listing and listing.details.provider_id == provider.id else None

    def _by_name(self, said: ClassRow, provider: Provider, venue_id: str | None) -> ClassListing | None:
        """Where the row has a reference of its own, a class the importer calls otherwise is another class."""
        named = [each for each in self._stored_classes.named(said.name, provider.id) if self._could_be(each, said, venue_id)]
        if len(named) > 1:
            named = [each for each in named if not each.withdrawn] or named[:1]
        if len(named) > 1:
            raise Invalid.field(
                "name", f"{len(named)} classes of this name could be meant.", "Add a column YOUR_REFERENCE with a reference for each."
            )
        return named[0] if named else None

    def _could_be(self, listing: ClassListing, said: ClassRow, venue_id: str | None) -> bool:
        starts = said.said.get("starts_on")
        if (starts and listing.details.starts_on != starts) or (venue_id and listing.details.venue_id != venue_id):
            return False
        if listing.id in self._ids or (listing.withdrawn and self._stores.imports.taken_back(listing.id)):
            return False
        return not (said.reference and self._stores.imports.referred_to("class", self._into.scope, listing.id))

    def _key(self, said: ClassRow, provider_id: str, venue_id: str | None) -> tuple[object, ...]:
        return said.name.casefold(), provider_id, venue_id, said.said.get("starts_on")

    def _header(self, field: str) -> str:
        """Rules name fields of a class, such as sessions[0].ends; people know their own columns."""
        plain = field.split("[")[0].split(".")[-1]
        return self._taken.recognised.header(_FIELDS.get(plain, plain))
