"""Invented buildings in real sectors, towns and districts.

A venue's postcode is a sector ("LS8 5") or an outward code. A full one could be the unit of somebody's home, now or later, and Royal
Mail's unused letters (C I K M O V) do not have the shape of a postcode, so the sector is the most that is both real and harmless.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from shared.contracts.directory import VenueDetails
from shared.contracts.provision import Point, ProviderKind
from shared.geo import outcode_of
from shared.ids import Ids
from signpost.sample.dice import Dice, apportion
from signpost.sample.entries import SampleProvider, SampleVenue
from signpost.sample.places import NEED, Spot, Tile, a_spot
from signpost.sample.providers import Organisation
from signpost.sample.shares import LEAST_VENUES, PLACINGS, SLIPS, VENUES, Placing
from signpost.sample.sites import Site, Use
from signpost.sample.words import invented, phone, slug, street

METRES_PER_DEGREE = 111_195
OUTCODE_ONLY, WITHOUT_POSTCODE, RUN_TOGETHER = 0.06, 0.06, 0.06
"""Of venues with coordinates: how many give an outward code, no postcode, or a sector written without its space."""
TOLD_ON_JOINING, CLOSED = 0.02, 0.01

OWN_USE: Mapping[ProviderKind, Use] = {ProviderKind.LIBRARY: Use.LIBRARY}
OWN_NAMES: Mapping[ProviderKind, tuple[str, ...]] = {
    ProviderKind.COUNCIL: ("Adult Learning Centre", "Learning Centre"),
    ProviderKind.COLLEGE: ("Main campus", "City campus", "Community campus"),
}
SHARED_NAMES: Mapping[Use, tuple[str, ...]] = {
    Use.LIBRARY: ("{word} Library", "{word} Community Library", "{word} Library and Hub"),
    Use.SCHOOL: ("{word} Primary School", "{word} Academy", "{word} Junior and Infant School"),
    Use.CHILDREN: ("{word} Children's Centre", "{word} Family Hub"),
    Use.CENTRE: ("{word} Community Centre", "{word} Village Hall", "The {word} Centre", "{word} Memorial Hall", "{word} Church Hall"),
}
SHARED_USES: Mapping[Use, float] = {Use.LIBRARY: 25, Use.SCHOOL: 20, Use.CHILDREN: 15, Use.CENTRE: 40}
STEP_FREE: Mapping[bool | None, float] = {True: 58, False: 12, None: 30}
ACCESS = (
    "Ramp at the side door",
    "Lift to all floors",
    "Ring the bell at the back",
    "Level entrance, accessible toilet",
    "Parking for blue badges",
)


@dataclass(frozen=True)
class _Plan:
    """What is settled about a venue before its details."""

    steward: SampleProvider
    spot: Spot
    use: Use
    name: str
    placing: Placing
    slip: bool
    own: bool


def sites(organisations: Sequence[Organisation], tile: Tile, dice: Dice, ids: Ids) -> Iterator[Site]:
    """First every provider's own building, then those that several share, in proportion to need."""
    placings = iter(dice.dealt(VENUES, PLACINGS))
    slips = iter(dice.dealt(VENUES, {True: SLIPS, False: 1 - SLIPS}))
    for gss, count in apportion(VENUES, NEED, LEAST_VENUES).items():
        local = [each for each in organisations if each.provider.details.authority == gss]
        for at in range(count):
            own = at < len(local)
            keeper = local[at] if own else _keeper(local, dice)
            steward, spot = keeper.provider, keeper.home if own else a_spot(gss, dice)
            use = OWN_USE.get(steward.details.kind, Use.OWN) if own else dice.weighted(SHARED_USES)
            name = _own_name(steward, dice) if own else dice.pick(SHARED_NAMES[use]).format(word=invented(dice))
            yield _site(_Plan(steward, spot, use, name, next(placings), next(slips), own), tile, dice, ids)


def _keeper(local: Sequence[Organisation], dice: Dice) -> Organisation:
    """The council keeps most of the shared rooms."""
    return local[0] if dice.chance(0.5) else dice.pick(local)


def _own_name(steward: SampleProvider, dice: Dice) -> str:
    rooms = OWN_NAMES.get(steward.details.kind)
    return f"{steward.details.name}: {dice.pick(rooms)}" if rooms else steward.details.name


def _site(plan: _Plan, tile: Tile, dice: Dice, ids: Ids) -> Site:
    return Site(SampleVenue(ids.new(), _details(plan, tile, dice), plan.steward.id), plan.use, plan.spot.area)


def _details(plan: _Plan, tile: Tile, dice: Dice) -> VenueDetails:
    """In a copy of the region every venue has coordinates: its postcode and town would place it in the region."""
    spot, placing = plan.spot, plan.placing if tile.is_region else Placing.COORDINATES
    slip_town = plan.slip and placing is not Placing.POSTCODE_ONLY and dice.chance(0.5)
    town = dice.slip(spot.town) if slip_town else spot.town
    nowhere = placing is Placing.NOTHING
    step_free = dice.weighted(STEP_FREE)
    host = f"{slug(plan.name)}.example.org" if dice.chance(0.15) else None
    return VenueDetails(
        name=dice.slip(plan.name) if plan.slip and not slip_town else plan.name,
        authority=plan.steward.details.authority,
        address_1=None if nowhere or placing is Placing.TOWN_ONLY else street(dice),
        address_2=None if nowhere else spot.district,
        town=None if nowhere or placing is Placing.POSTCODE_ONLY else town,
        postcode=_postcode(placing, spot, dice),
        point=_point(spot, tile, dice) if placing is Placing.COORDINATES else None,
        step_free=step_free,
        access_note=dice.pick(ACCESS) if step_free and dice.chance(0.35) else None,
        email=f"bookings@{host}" if host else None,
        phone=phone(plan.steward.details.authority, dice) if dice.chance(0.3) else None,
        website=f"https://{host}/" if host else None,
        closed_in=dice.randint(2011, 2024) if not plan.own and dice.chance(CLOSED) else None,
        address_on_joining=dice.chance(TOLD_ON_JOINING),
    )


def _postcode(placing: Placing, spot: Spot, dice: Dice) -> str | None:
    """Run together, "HU1 2" reads as another outward code, so only venues with coordinates write it so."""
    if placing in (Placing.TOWN_ONLY, Placing.NOTHING):
        return None
    told = dice.random()
    if told < OUTCODE_ONLY:
        return outcode_of(spot.sector)
    if placing is Placing.POSTCODE_ONLY or told > OUTCODE_ONLY + WITHOUT_POSTCODE + RUN_TOGETHER:
        return spot.sector
    return None if told < OUTCODE_ONLY + WITHOUT_POSTCODE else spot.sector.replace(" ", "").lower()


def _point(spot: Spot, tile: Tile, dice: Dice) -> Point:
    """Somewhere in the sector, to about a metre."""
    north, east = (dice.uniform(-spot.spread_m, spot.spread_m) for _ in range(2))
    lat, lon = tile.point(spot.lat + north / METRES_PER_DEGREE, spot.lon + east / METRES_PER_DEGREE / cos(radians(spot.lat)))
    return Point(lat=lat, lon=lon)
