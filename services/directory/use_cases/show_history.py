"""Who did what to a listing, and when."""

from dataclasses import replace
from typing import Literal

from services.directory.domain.ownership import check_may_write, may_write
from services.directory.use_cases.ports import Stores, Works
from shared.permissions import Actor, Permission
from shared.storage.port import HistoryEntry

PAGE = 50
TOLD_ON_JOINING = ("venue_id", "access_note")
"""Fields of a class that lead to its address."""
Kind = Literal["class", "provider", "venue"]


def show_history(works: Works, actor: Actor, kind: Kind, id: str, before: int | None) -> list[HistoryEntry]:
    """Newest first, 50 at a time. Raises NotAllowed unless the actor may change the thing, or reads its authority's history."""
    with works.look() as stores:
        reads_all = _reads_all(stores, actor, kind, id)
        entries = stores.history(kind, id, limit=PAGE, before=before)
    return entries if reads_all else [_without_address(entry) for entry in entries]


def _reads_all(stores: Stores, actor: Actor, kind: Kind, id: str) -> bool:
    """Whether the actor may read where a class meets, too; raises NotAllowed where they may read nothing."""
    if kind == "venue":  # its history may hold an address told on joining
        check_may_write(actor, stores.venues.get(id))
        return True
    provider = stores.providers.get(stores.classes.get(id).details.provider_id if kind == "class" else id)
    if not _reads_for(actor, provider.details.authority):
        check_may_write(actor, provider)
        return True
    return may_write(actor, authority=provider.details.authority, organisation=provider.id)


def _without_address(entry: HistoryEntry) -> HistoryEntry:
    """A class may meet, or have met, where the address is told on joining."""
    return replace(entry, changes={field: change for field, change in entry.changes.items() if field not in TOLD_ON_JOINING})


def _reads_for(actor: Actor, authority: str) -> bool:
    """An officer or coordinator of the authority; a provider's staff belong to one but read their own only."""
    return actor.may(Permission.HISTORY_READ) and not actor.organisations and authority in actor.authorities
