"""Which venue a row of a course sheet means."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from services.directory.domain.listings import Venue
from services.directory.domain.names import name_key
from services.directory.domain.spreadsheet.class_rows import ClassRow
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.importing.plan_rows import nearest
from services.directory.use_cases.ports import Stores
from services.directory.use_cases.show_venue import sees_whole
from shared.errors import Invalid
from shared.geo import normal_postcode
from shared.permissions import Actor

_PAGE = 1000


class VenueFinder:
    """By the reference an earlier import brought, else by name within the authority, else by name among the provider's own elsewhere.

    A venue the importer may not see whole is not found, and its name is not suggested.
    """

    def __init__(self, stores: Stores, actor: Actor, into: ImportTarget) -> None:
        self._stores, self._actor, self._into = stores, actor, into
        self._found: dict[tuple[str | None, ...], str | Invalid] = {}
        self._names: list[str] | None = None
        self._referred: Mapping[str, Venue] = {}
        self._named: Mapping[str, list[Venue]] = {}

    def expect(self, said: Sequence[ClassRow]) -> None:
        """Looks up what these rows may mean, for all of them at once; those asked for before are known."""
        new = [row for row in said if (row.venue_reference, row.venue_name, row.venue_postcode) not in self._found]
        known = self._stores.imports.refer_to("venue", self._into.scope, {row.venue_reference for row in new if row.venue_reference})
        venues = self._stores.venues.some(known.values())
        self._referred = {reference: venues[id] for reference, id in known.items() if id in venues}
        named = defaultdict[str, list[Venue]](list)
        for venue in self._stores.venues.named_any({row.venue_name for row in new if row.venue_name}, self._into.authority):
            named[name_key(venue.details.name)].append(venue)
        self._named = named

    def find(self, said: ClassRow) -> str | None:
        """None when the row names no venue. Raises Invalid naming the nearest venues when it names one that is not there."""
        asked = said.venue_reference, said.venue_name, said.venue_postcode
        if not said.venue_reference and not said.venue_name:
            return None
        if asked not in self._found:
            self._found[asked] = self._looked_up(*asked)
        if isinstance(found := self._found[asked], Invalid):
            raise found
        return found

    def _looked_up(self, reference: str | None, name: str | None, postcode: str | None) -> str | Invalid:
        """A refusal is kept as well: thousands of rows may name the same venue that is not there."""
        try:
            return self._open(self._by_reference(reference) or self._by_name(reference, name, postcode)).id
        except Invalid as refusal:
            return refusal

    def _by_reference(self, reference: str | None) -> Venue | None:
        venue = self._referred.get(reference) if reference else None
        return None if venue is None or venue.removed or not sees_whole(self._actor, venue) else venue

    def _by_name(self, reference: str | None, name: str | None, postcode: str | None) -> Venue:
        if name is None:
            raise Invalid.field(
                "venue_reference", f"No venue has the reference “{reference}”.", "Import the venues first, or give the venue’s name."
            )
        found = self._seen(self._named.get(name_key(name), ())) or self._own(name)
        normal = normal_postcode(postcode or "")
        if len(found) > 1:
            found = [venue for venue in found if normal and venue.details.postcode == normal] or self._own(name) or found
        if not found:
            raise Invalid.field(
                "venue_name",
                f"There is no venue “{name}” here.",
                f"{nearest(name, self._all_names())}Import the venues first, or mend the name.",
            )
        if len(found) > 1:
            raise Invalid.field(
                "venue_name", f"{len(found)} venues are called “{name}”.", "Give the venue’s reference, or its postcode beside the name."
            )
        return found[0]

    def _own(self, name: str) -> list[Venue]:
        if not self._into.provider_id:
            return []
        return [venue for venue in self._seen(self._stores.venues.named(name)) if venue.steward == self._into.provider_id]

    def _seen(self, venues: Iterable[Venue]) -> list[Venue]:
        return [venue for venue in venues if sees_whole(self._actor, venue)]

    def _open(self, venue: Venue) -> Venue:
        if venue.details.closed_in:
            raise Invalid.field("venue_name", f"{venue.details.name} closed in {venue.details.closed_in}.", "Choose another venue.")
        return venue

    def _all_names(self) -> list[str]:
        """Read once, and only when somebody misspelt one."""
        if self._names is None:
            self._names, after = [], None
            while page := self._stores.venues.page(after, _PAGE, self._into.authority):
                self._names += [venue.details.name for venue in self._seen(page)]
                after = page[-1].id
        return self._names
