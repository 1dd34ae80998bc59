"""Which listings are ageing, stale or hidden, by network and by provider; who was asked, and what was said last."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from services.directory.domain.asks import Ask, Word, last_of
from services.directory.domain.chasing import Ages, ProviderAges, all_together, urgency
from services.directory.domain.freshness import Freshness
from services.directory.domain.keeping import Whose
from services.directory.domain.listings import ClassListing
from services.directory.domain.ownership import check_may_see_ages, freshness_reach, reads_for
from services.directory.use_cases.ports import Stores, Works
from shared.clock import Clock
from shared.errors import NotAllowed
from shared.permissions import Actor

NO_NETWORK = "none"
"""Stands for providers that are in no network, where one is asked for by name."""


@dataclass(frozen=True)
class Narrowed:
    """To one authority (GSS code), one network by its name, one provider by its id, one band; None leaves each open."""

    authority: str | None = None
    network: str | None = None
    provider: str | None = None
    band: Freshness | None = None


@dataclass(frozen=True)
class Row:
    """One network or provider; the `id` of a network is its name. `waiting`: how many providers were asked and said nothing since."""

    id: str
    name: str
    ages: Ages
    providers: int
    waiting: int
    authority: str | None = None
    network: str | None = None
    asked: Ask | None = None
    said: Word | None = None


@dataclass(frozen=True)
class Overview:
    """`whole`: of all pages together, None where there is no listing. `next`: the place to go on after. What one may narrow to besides."""

    whole: Ages | None
    rows: tuple[Row, ...]
    next: str | None
    networks: tuple[str, ...]
    authorities: tuple[str, ...]


def show_freshness(works: Works, clock: Clock, actor: Actor, by: Whose, to: Narrowed, after: str | None, limit: int) -> Overview:
    """Who needs chasing most comes first. Raises NotFound, and NotAllowed for an authority or provider that is not the actor's."""
    with works.look() as stores:
        seen = providers_seen(stores, clock, actor, to)
        chosen = [each for each in seen if fits(each, to)]
        rows = {_place(row): row for row in _rows(stores, chosen, by, actor)}
    left = sorted(place for place in rows if after is None or place > after)
    return Overview(
        whole=all_together(each.ages for each in chosen) if chosen else None,
        rows=tuple(rows[place] for place in left[:limit]),
        next=left[limit - 1] if len(left) > limit else None,
        networks=tuple(sorted({each.network for each in seen if each.network})),
        authorities=tuple(sorted({each.authority for each in seen})),
    )


def show_ageing(
    works: Works, clock: Clock, actor: Actor, to: Narrowed, after: str | None, limit: int
) -> tuple[list[tuple[ClassListing, ProviderAges]], str | None]:
    """The listings, the longest unverified first, each with its provider; and the id to go on after. Raises as show_freshness."""
    with works.look() as stores:
        theirs = {each.id: each for each in providers_seen(stores, clock, actor, to) if fits(each, to)}
        last = stores.classes.get(after) if after else None
        found = stores.ages.listings(clock.now(), list(theirs), to.band, last, limit + 1)
    more = found[limit - 1].id if len(found) > limit else None
    return [(each, theirs[each.details.provider_id]) for each in found[:limit]], more


def providers_seen(stores: Stores, clock: Clock, actor: Actor, to: Narrowed) -> list[ProviderAges]:
    """Everyone whose listings the actor sees the ages of; of `to` only whose it may not be is looked at. Raises NotFound, NotAllowed."""
    reach = freshness_reach(actor)
    if to.provider:
        check_may_see_ages(actor, stores.providers.get(to.provider))
    seen = stores.ages.by_provider(clock.now(), reach.authorities, reach.providers)
    if to.authority and to.authority not in reach.authorities | {each.authority for each in seen}:
        raise NotAllowed("You do not act for this authority.", remedy="Leave it out, or choose one that you act for.")
    return seen


def fits(each: ProviderAges, to: Narrowed) -> bool:
    """A band leaves out providers that have no listing in it."""
    network = to.network is None or (each.network or NO_NETWORK) == to.network
    where = to.authority in (None, each.authority) and to.provider in (None, each.id)
    return network and where and (to.band is None or each.ages.of(to.band) > 0)


def _rows(stores: Stores, chosen: Sequence[ProviderAges], by: Whose, actor: Actor) -> list[Row]:
    ids = [each.id for each in chosen]
    asked = stores.asks.latest(ids)
    said = last_of(stores.ages.last_words(ids), stores.ages.last_checks(ids))
    rows = [_row(each, asked.get(each.id), said.get(each.id), actor) for each in chosen]
    return rows if by == "provider" else _by_network(rows)


def _row(each: ProviderAges, asked: Ask | None, said: Word | None, actor: Actor) -> Row:
    waiting = asked is not None and asked.waits(said)
    seen = asked.without_notes if asked and not reads_for(actor, each.authority) else asked
    return Row(each.id, each.name, each.ages, 1, int(waiting), each.authority, each.network, seen, said)


def _by_network(rows: Sequence[Row]) -> list[Row]:
    together: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        together[row.network or NO_NETWORK].append(row)
    return [
        Row(name, name, all_together(row.ages for row in some), len(some), sum(row.waiting for row in some), network=some[0].network)
        for name, some in together.items()
    ]


def _place(row: Row) -> str:
    return urgency(row.ages, row.id)
