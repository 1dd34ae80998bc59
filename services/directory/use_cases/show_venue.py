"""Show venues; one whose address is told on joining is found only by those who may change it."""

from services.directory.domain.listings import Venue
from services.directory.domain.ownership import may_write
from services.directory.use_cases.ports import Works
from shared.permissions import Actor


def sees_whole(actor: Actor, venue: Venue) -> bool:
    """Whether the address may be shown to this person even where it is told on joining."""
    return not venue.details.address_on_joining or may_write(actor, authority=venue.details.authority, organisation=venue.steward)


def show_venue(works: Works, id: str) -> Venue:
    """Raises NotFound. The caller shows it as `sees_whole` allows."""
    with works.look() as stores:
        return stores.venues.get(id)


def list_venues(
    works: Works, actor: Actor, after: str | None, limit: int, authority: str | None, words: str
) -> tuple[list[Venue], str | None]:
    """In order of id, after the id given; and the id to go on after, None at the end.

    A page is filled with what the actor may see: a shorter one would tell that a hidden venue has these words in its name or postcode.
    """
    seen: list[Venue] = []
    with works.look() as stores:
        while len(seen) <= limit and (found := stores.venues.page(after, limit + 1, authority, words)):
            seen += [venue for venue in found if sees_whole(actor, venue)]
            after = found[-1].id
    return seen[:limit], seen[limit - 1].id if len(seen) > limit else None
