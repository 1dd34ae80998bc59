"""Which stored classes some rows of a sheet may mean, looked up for all of them at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from services.directory.domain.listings import ClassListing
from services.directory.domain.names import name_key
from services.directory.domain.spreadsheet.class_rows import ClassRow
from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.use_cases.ports import Stores


class StoredClasses:
    """By the importer's references and by name at a provider; withdrawn ones too."""

    def __init__(self, stores: Stores, into: ImportTarget, said: Sequence[ClassRow], provider_ids: Collection[str]) -> None:
        self._referred = stores.imports.refer_to("class", into.scope, [row.reference for row in said if row.reference])
        self._found = stores.classes.some(self._referred.values())
        self._named = defaultdict[tuple[str, str], list[ClassListing]](list)
        for listing in stores.classes.named_any({row.name for row in said}, provider_ids):
            self._named[name_key(listing.details.name), listing.details.provider_id].append(listing)

    def referred(self, reference: str) -> str | None:
        """The id it stands for, whether the class is still there or not."""
        return self._referred.get(reference)

    def called(self, reference: str) -> ClassListing | None:
        return self._found.get(self._referred.get(reference, ""))

    def named(self, name: str, provider_id: str) -> list[ClassListing]:
        return self._named.get((name_key(name), provider_id), [])
