"""Who did what to a listing, and when."""

from dataclasses import replace
from typing import Literal

from services.directory.domain.ownership import check_may_write, may_write, reads_for
from services.directory.use_cases.ports import Stores, Works
from shared.permissions import Actor
from shared.storage.port import HistoryEntry

PAGE = 50
TOLD_ON_JOINING = ("venue_id", "access_note")
"""Fields of a class that lead to its address."""
Kind = Literal["class", "provider", "venue"]


def show_history(works: Works, actor: Actor, kind: Kind, id: str, before: int | None) -> tuple[list[HistoryEntry], int | None]:
    """Newest first, 50 at a time; and the row to go on before, None at the end.

    Raises NotAllowed unless the actor may change the thing, or reads its authority's history.
    """
    with works.look() as stores:
        everything = reads_all(stores, actor, kind, id)
        found = stores.history(kind, id, limit=PAGE + 1, before=before)
    more = found[PAGE - 1].row if len(found) > PAGE else None
    return [entry if everything else _without_address(entry) for entry in found[:PAGE]], more


def reads_all(stores: Stores, actor: Actor, kind: Kind, id: str) -> bool:
    """Whether the actor may read where a class meets, too; raises NotAllowed where they may read nothing."""
    if kind == "venue":  # its history may hold an address told on joining
        check_may_write(actor, stores.venues.get(id))
        return True
    provider = stores.providers.get(stores.classes.get(id).details.provider_id if kind == "class" else id)
    if not reads_for(actor, provider.details.authority):
        check_may_write(actor, provider)
        return True
    return may_write(actor, authority=provider.details.authority, organisation=provider.id)


def _without_address(entry: HistoryEntry) -> HistoryEntry:
    """A class may meet, or have met, where the address is told on joining."""
    return replace(entry, changes={field: change for field, change in entry.changes.items() if field not in TOLD_ON_JOINING})
