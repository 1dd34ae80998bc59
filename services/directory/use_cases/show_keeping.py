"""The rate at which networks and providers keep their listings, month by month."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.directory.domain.chasing import ProviderAges
from services.directory.domain.freshness import Freshness
from services.directory.domain.keeping import Kept, Whose, kept_over
from services.directory.domain.months import month_of, month_text
from services.directory.domain.ownership import Reach, freshness_reach
from services.directory.use_cases.ports import Stores, Works
from services.directory.use_cases.show_freshness import NO_NETWORK, Narrowed, fits, providers_seen
from shared.clock import Clock
from shared.permissions import Actor

NOTHING = Kept(0, 0)


@dataclass(frozen=True)
class KeptRow:
    """One network or provider: a figure for each month's end, and `today`'s."""

    id: str
    name: str
    kept: tuple[Kept, ...]
    today: Kept


@dataclass(frozen=True)
class KeptOverTime:
    """`months` as `2026-09`, oldest first; the present month has not ended and is not among them. `next`: the place to go on after."""

    months: tuple[str, ...]
    rows: tuple[KeptRow, ...]
    next: str | None


def show_keeping(
    works: Works, clock: Clock, actor: Actor, by: Whose, to: Narrowed, months: int, after: str | None, limit: int
) -> KeptOverTime:
    """By name. At a month's end a listing counts for the network and provider it belonged to then.

    Raises NotFound, NotAllowed for an authority or provider that is not the actor's.
    """
    present = month_of(clock.now())
    asked = range(present - months, present)
    with works.look() as stores:
        chosen = [each for each in providers_seen(stores, clock, actor, to) if fits(each, to)]
        past, today = _past(stores, actor, chosen, by, to, asked), _today(chosen, by)
        names = _names(stores, chosen, by, past.keys() | today.keys())
    left = sorted(place for place in names if after is None or place > after)
    rows = tuple(_row(names[place], past, today, months) for place in left[:limit])
    return KeptOverTime(tuple(month_text(month) for month in asked), rows, left[limit - 1] if len(left) > limit else None)


def _past(
    stores: Stores, actor: Actor, chosen: Sequence[ProviderAges], by: Whose, to: Narrowed, months: Sequence[int]
) -> Mapping[str, list[Kept]]:
    """Providers without a listing now are seen too, unless what is asked for is told by what listings say now."""
    reach = freshness_reach(actor)
    authorities = reach.authorities if to.authority is None else reach.authorities & {to.authority}
    found = kept_over(stores.months.stays(by, months[0], authorities, _only(reach, chosen, by, to)), months)
    named = {whose or NO_NETWORK: kept for whose, kept in found.items() if any(each.listed for each in kept)}
    return {whose: kept for whose, kept in named.items() if by == "provider" or to.network in (None, whose)}


def _only(reach: Reach, chosen: Sequence[ProviderAges], by: Whose, to: Narrowed) -> Collection[str] | None:
    """The providers that are asked for; None where all of the authorities are."""
    if to.provider:
        return [to.provider]
    if by == "provider" and to.network is not None:
        return [each.id for each in chosen]
    return None if reach.authorities else reach.providers


def _today(chosen: Sequence[ProviderAges], by: Whose) -> dict[str, Kept]:
    today: dict[str, Kept] = {}
    for each in chosen:
        whose = each.id if by == "provider" else each.network or NO_NETWORK
        before = today.get(whose, NOTHING)
        today[whose] = Kept(before.listed + each.ages.total, before.kept + each.ages.of(Freshness.VERIFIED))
    return today


def _names(stores: Stores, chosen: Sequence[ProviderAges], by: Whose, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Place in the order → (id, name). A provider that lists nothing now is looked up."""
    known = {each.id: each.name for each in chosen}
    names = {id: id for id in ids} if by == "network" else {id: known.get(id) or stores.providers.get(id).details.name for id in ids}
    return {f"{name.casefold()}/{id}": (id, name) for id, name in names.items()}


def _row(named: tuple[str, str], past: Mapping[str, list[Kept]], today: Mapping[str, Kept], months: int) -> KeptRow:
    id, name = named
    return KeptRow(id, name, tuple(past.get(id, [NOTHING] * months)), today.get(id, NOTHING))
