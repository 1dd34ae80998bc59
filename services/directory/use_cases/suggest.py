"""What a text may become as it is typed: a place, a provider, a class."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from services.directory.domain.location import Places
from services.directory.use_cases.ports import Match, Named, NameSearch
from shared.clock import Clock
from shared.geo import Place

MOST = 10
"""More would neither be read nor heard to its end."""


class Kind(StrEnum):
    PLACE = "place"
    PROVIDER = "provider"
    CLASS = "class"


SHARE = {Kind.PLACE: 4, Kind.PROVIDER: 3, Kind.CLASS: 3}
"""So that no kind hides another: “Leeds” begins dozens of names."""
PLACE_KINDS = {
    "town": "Town",
    "district": "Area",
    "authority": "Council area",
    "outcode": "Postcode area",
    "sector": "Postcode area",
    "postcode": "Postcode",
    "coordinates": "Point on the map",
}


@dataclass(frozen=True)
class Suggestion:
    """`detail` tells it from others of its name. `id`: of the provider or class; of a place what to give as `near`."""

    kind: Kind
    text: str
    detail: str
    id: str


Ranked = tuple[Match, Suggestion]


def suggest(names: NameSearch, places: Places, clock: Clock, q: str, kinds: Collection[Kind] = tuple(Kind)) -> tuple[Suggestion, ...]:
    """At most MOST: what starts so before what has a word that does; within each, places, providers, classes, and the larger first."""
    now, found = clock.now(), dict[Kind, list[Ranked]]()
    if Kind.PROVIDER in kinds:
        found[Kind.PROVIDER] = [(each.match, _provider(each)) for each in names.providers_named(q, MOST, now)]
    if Kind.CLASS in kinds:
        found[Kind.CLASS] = [(each.match, _class(each)) for each in names.classes_named(q, MOST, now)]
    if Kind.PLACE in kinds:
        found[Kind.PLACE] = _places(places, q, may_be_meant=not any(match < Match.SLIP for each in found.values() for match, _ in each))
    return tuple(each for _, each in _shared_out(found))


def _places(places: Places, q: str, *, may_be_meant: bool) -> list[Ranked]:
    """A slip is forgiven when no name of anything begins so."""
    if starting := places.suggest(q, MOST):
        return [(Match.START, _place(each, places)) for each in starting]
    meant = places.find(q) if may_be_meant else None
    return [(Match.SLIP, _place(meant, places))] if meant else []


def _shared_out(found: dict[Kind, list[Ranked]]) -> list[Ranked]:
    first = [each for kind in Kind for each in found.get(kind, [])[: SHARE[kind]]]
    others = [each for kind in Kind for each in found.get(kind, [])[SHARE[kind] :]]
    order = list(Kind)
    return sorted((first + others)[:MOST], key=lambda each: (each[0], order.index(each[1].kind)))


def _place(place: Place, places: Places) -> Suggestion:
    authority = places.authority(place.authority) if place.authority else None
    within = [authority.name] if authority and authority.name not in place.name else []
    return Suggestion(Kind.PLACE, place.name, ", ".join([PLACE_KINDS[place.kind], *within]), place.name)


def _provider(named: Named) -> Suggestion:
    return Suggestion(Kind.PROVIDER, named.name, f"{named.classes} {'class' if named.classes == 1 else 'classes'}", named.id)


def _class(named: Named) -> Suggestion:
    return Suggestion(Kind.CLASS, named.name, ", ".join(filter(None, (named.provider, named.town))), named.id)
