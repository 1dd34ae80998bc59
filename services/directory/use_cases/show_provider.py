"""Show providers to anyone."""

from services.directory.domain.listings import Provider
from services.directory.use_cases.ports import Works


def show_provider(works: Works, id: str) -> Provider:
    """Raises NotFound."""
    with works.look() as stores:
        return stores.providers.get(id)


def list_providers(works: Works, after: str | None, limit: int, authority: str | None) -> list[Provider]:
    """In order of id, after the id given."""
    with works.look() as stores:
        return stores.providers.page(after, limit, authority)
