"""Who did what to a listing, and when."""

from typing import Literal

from services.directory.domain.ownership import check_may_write
from services.directory.use_cases.ports import Stores, Works
from shared.permissions import Actor, Permission
from shared.storage.port import HistoryEntry

PAGE = 50
Kind = Literal["class", "provider", "venue"]


def show_history(works: Works, actor: Actor, kind: Kind, id: str, before: int | None) -> list[HistoryEntry]:
    """Newest first, 50 at a time. Raises NotAllowed unless the actor may change the thing, or reads its authority's history."""
    with works.look() as stores:
        _check_may_read(stores, actor, kind, id)
        return stores.history(kind, id, limit=PAGE, before=before)


def _check_may_read(stores: Stores, actor: Actor, kind: Kind, id: str) -> None:
    if kind == "venue":  # its history may hold an address told on joining
        check_may_write(actor, stores.venues.get(id))
        return
    provider = stores.providers.get(stores.classes.get(id).details.provider_id if kind == "class" else id)
    if not _reads_for(actor, provider.details.authority):
        check_may_write(actor, provider)


def _reads_for(actor: Actor, authority: str) -> bool:
    """An officer or coordinator of the authority; a provider's staff belong to one but read their own only."""
    return actor.may(Permission.HISTORY_READ) and not actor.organisations and authority in actor.authorities
