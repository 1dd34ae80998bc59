"""Which feed a listing comes from, for those who may read its history."""

from services.directory.domain.feeds.followed import Source
from services.directory.use_cases.ports import Works
from services.directory.use_cases.show_history import Kind, reads_all
from shared.permissions import Actor


def show_source(works: Works, actor: Actor, kind: Kind, id: str) -> Source | None:
    """None when it comes from none. Raises NotFound, and NotAllowed as show_history does."""
    with works.look() as stores:
        reads_all(stores, actor, kind, id)
        return stores.feeds.source_of(kind, id)
