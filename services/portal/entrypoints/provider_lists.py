"""Which provider a person works on, and the venues to choose from."""

import asyncio
from collections.abc import Iterable, Sequence

from services.portal.adapters.answers import Listing, Provider, Venue
from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.problem import Problem
from shared.permissions import Actor, Role

AT_ONCE = 200
MOST = 5_000
"""Providers looked through for a name; a region has hundreds."""


async def providers_named(directory: DirectoryApi, visitor: Actor, words: str) -> list[Provider]:
    """Those the person may act for whose name holds all the words, in order of name."""
    wanted = words.casefold().split()
    found = [each for each in await _all_providers(directory) if _may_act(visitor, each)]
    return sorted((each for each in found if _holds(each, wanted)), key=lambda each: each.details.name.casefold())


async def venues_by_id(directory: DirectoryApi, ids: Iterable[str | None]) -> dict[str, Venue]:
    """Without those that are not there any more."""
    found = await asyncio.gather(*(_venue(directory, id) for id in {id for id in ids if id}))
    return {venue.id: venue for venue in found if venue}


async def venues_of(directory: DirectoryApi, provider: Provider, listings: Sequence[Listing], also: str) -> list[Venue]:
    """Where the provider's classes meet, and the one with the id `also`; in order of name."""
    found = await venues_by_id(directory, [*(listing.details.venue_id for listing in listings), also])
    open = [venue for venue in found.values() if not venue.removed and not venue.details.closed_in]
    return sorted(open, key=lambda venue: venue.details.name.casefold())


async def _all_providers(directory: DirectoryApi) -> list[Provider]:
    found: list[Provider] = []
    cursor = None
    while len(found) < MOST:
        page = await directory.providers(limit=AT_ONCE, cursor=cursor)
        found += page.items
        cursor = page.next
        if cursor is None:
            break
    return found


async def _venue(directory: DirectoryApi, id: str) -> Venue | None:
    try:
        return await directory.venue(id)
    except Problem as problem:
        if problem.status == 404:
            return None
        raise


def _may_act(visitor: Actor, provider: Provider) -> bool:
    """As the directory rules it; only to offer no more than will be allowed."""
    acts_for_council = Role.PROVIDER not in visitor.roles and provider.details.authority in visitor.authorities
    return acts_for_council or provider.id in visitor.organisations


def _holds(provider: Provider, words: Sequence[str]) -> bool:
    name = provider.details.name.casefold()
    return all(word in name for word in words)
