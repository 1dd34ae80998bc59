"""Invented listings by the hundred thousand, one after another, for they would not all fit in memory: in ten towns, or in ever more.

Five classes a provider. The ten towns lie in a tile of 132 by 63 km; growing in area is more such tiles beside each other, each as full,
within the degrees that a class may have (49 to 61 north, 9 west to 3 east).
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import cos, radians
from random import Random

from shared.contracts.directory import ClassShown, ProviderShown
from shared.contracts.provision import ProviderKind
from shared.ids import SeededIds
from tests.search.corpus import PROVIDER_WORDS, TOWNS, a_class

Town = tuple[str, str, float, float, str]
A_TILE = 5_000
"""Listings in a tile when growing in area."""
_KM_A_DEGREE = 111.2
_TILE_NORTH, _TILE_EAST_KM = 1.19, 63.0
_SOUTH, _NORTH, _WEST, _EAST = 49.05, 60.95, -8.63, 2.8
_MARGIN = 0.12
"""Of a tile, on each side: listings scatter about their towns."""


def tiles(count: int) -> list[tuple[Town, ...]]:
    """The same towns again and again, as far from each other as they are, tile beside tile from the south-west."""
    places = list(islice(_corners(), count))
    if len(places) < count:
        raise SystemExit(f"at most {len(places)} tiles fit, which is {len(places) * A_TILE:,} listings")
    return [tuple(_moved(town, *corner) for town in TOWNS) for corner in places]


def listings(count: int, towns: Sequence[Town], seed: int) -> Iterator[ClassShown]:
    random, ids = Random(seed), SeededIds(seed)
    providers = [_provider(random, ids, number) for number in range(max(3, count // 5))]
    for _ in range(count):
        yield a_class(random, ids.new(), random.choice(providers), towns)


def _corners() -> Iterator[tuple[float, float, float]]:
    """South, west, and degrees of longitude a tile."""
    south = _SOUTH
    while south + _TILE_NORTH <= _NORTH:
        wide = _TILE_EAST_KM / (_KM_A_DEGREE * cos(radians(south + _TILE_NORTH / 2)))
        for number in range(int((_EAST - _WEST) / wide)):
            yield south, _WEST + number * wide, wide
        south += _TILE_NORTH


def _moved(town: Town, south: float, west: float, wide: float) -> Town:
    name, outcode, lat, lon, authority = town
    lats, lons = [each[2] for each in TOWNS], [each[3] for each in TOWNS]
    up = (lat - min(lats)) / (max(lats) - min(lats))
    along = (lon - min(lons)) / (max(lons) - min(lons))
    inner = 1 - 2 * _MARGIN
    return name, outcode, south + _TILE_NORTH * (_MARGIN + inner * up), west + wide * (_MARGIN + inner * along), authority


def _provider(random: Random, ids: SeededIds, number: int) -> ProviderShown:
    name = f"{random.choice(TOWNS)[0]} {random.choice(PROVIDER_WORDS)} {number}"
    network = random.choice((None, "Leeds ESOL network", "Calderdale ESOL network", "Humber partnership"))
    return ProviderShown(id=ids.new(), name=name, kind=random.choice(list(ProviderKind)), network=network)
