"""Show providers to anyone."""

from services.directory.domain.listings import Provider
from services.directory.use_cases.ports import Works


def show_provider(works: Works, id: str) -> Provider:
    """Raises NotFound."""
    with works.look() as stores:
        return stores.providers.get(id)


def list_providers(works: Works, after: str | None, limit: int, authority: str | None) -> tuple[list[Provider], str | None]:
    """In order of id, after the id given; and the id to go on after, None at the end."""
    with works.look() as stores:
        found = stores.providers.page(after, limit + 1, authority)
    return found[:limit], found[limit - 1].id if len(found) > limit else None
