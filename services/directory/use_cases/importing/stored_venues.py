"""Which stored venues some rows of a sheet may mean, looked up for all of them at once."""

from collections import defaultdict
from collections.abc import Sequence

from services.directory.domain.listings import Venue
from services.directory.domain.names import name_key
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.domain.spreadsheet.venue_rows import VenueRow
from services.directory.use_cases.ports import Stores
from services.directory.use_cases.show_venue import sees_whole
from shared.permissions import Actor


class StoredVenues:
    """By the importer's references and by name within the authority; without removed ones, and those the importer may not see whole."""

    def __init__(self, stores: Stores, actor: Actor, into: ImportTarget, said: Sequence[VenueRow]) -> None:
        references = [each for row in said for each in row.references]
        self._referred = stores.imports.refer_to("venue", into.scope, references)
        found = stores.venues.some(self._referred.values())
        self._found = {id: venue for id, venue in found.items() if not venue.removed and sees_whole(actor, venue)}
        self._named = defaultdict[str, list[Venue]](list)
        for venue in stores.venues.named_any({row.name for row in said}, into.authority):
            if sees_whole(actor, venue):
                self._named[name_key(venue.details.name)].append(venue)

    def referred(self, reference: str) -> str | None:
        """The id it stands for, whether the venue may be seen or not."""
        return self._referred.get(reference)

    def called(self, reference: str) -> Venue | None:
        return self._found.get(self._referred.get(reference, ""))

    def named(self, name: str) -> list[Venue]:
        return self._named.get(name_key(name), [])
