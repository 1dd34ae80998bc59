"""The sample region, batch by batch: one batch is the region once; scale 100 is a hundred of them."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from shared.ids import Ids, SeededIds
from signpost.sample.classes import classes
from signpost.sample.dice import Dice
from signpost.sample.entries import SampleRegion
from signpost.sample.places import Tile, tiles
from signpost.sample.providers import networks, organisations
from signpost.sample.venues import sites

Spread = Literal["density", "area"]


def sample_region(*, today: date, seed: int = 2026, scale: int = 1, spread: Spread = "density") -> SampleRegion:
    """The whole sample at once; see `sample_batches`."""
    return SampleRegion.of(sample_batches(today=today, seed=seed, scale=scale, spread=spread))


def sample_batches(*, today: date, seed: int = 2026, scale: int = 1, spread: Spread = "density") -> Iterator[SampleRegion]:
    """`scale` batches of 225 providers, 500 venues and 290 classes each; each names only ids of its own.

    The same arguments give the same sample, byte for byte, and a larger scale begins with the smaller one. `density`: every batch lies
    in the region. `area`: each batch is a copy of the region beside the others at the same density, as many as fit between 49° and 61°
    north and 9° west and 3° east (`places.tiles`); beyond that the copies are filled once more, nearest first. A copy keeps the GSS codes
    of the region. Raises ValueError for a scale below 1.
    """
    if scale < 1:
        raise ValueError(f"The scale of the sample must be 1 or more, not {scale}.")
    ids = SeededIds(seed)
    taken: set[str] = set()
    for number in range(scale):
        tile = tiles()[number % len(tiles())] if spread == "area" else Tile()
        yield _batch(Dice(f"{seed}/{number}"), ids, taken, tile, today)


def _batch(dice: Dice, ids: Ids, taken: set[str], tile: Tile, today: date) -> SampleRegion:
    there = list(organisations(dice, ids, taken))
    rooms = list(sites(there, tile, dice, ids))
    offering = [each.provider for each in there]
    return SampleRegion(networks(), offering, [room.venue for room in rooms], list(classes(offering, rooms, today, dice, ids)))
