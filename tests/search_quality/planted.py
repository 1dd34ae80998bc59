"""Harmful changes of the ranking table, each tried in a process of its own: `python -m tests.search_quality.planted "HARM"`.

The table is changed before anything that reads it is imported, so the harm reaches every engine however it keeps the numbers. Prints as
JSON what the tests would see: the mean of the judged questions, and which orders no longer hold.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace

from services.directory.domain import ranking
from services.directory.domain.freshness import Freshness
from services.directory.domain.searched_text import Group
from shared.contracts.directory import ClassShown

Table = dict[str, object]


def _distance_ignored() -> Table:
    return {"DISTANCE": tuple(replace(band, points=0) for band in ranking.DISTANCE)}


def _farthest_first() -> Table:
    return {"DISTANCE": tuple(replace(band, points=-band.points) for band in ranking.DISTANCE)}


def _freshness_ignored() -> Table:
    return {"FRESHNESS": {band: replace(points, points=0) for band, points in ranking.FRESHNESS.items()}}


def _freshness_upside_down() -> Table:
    return {"FRESHNESS": {band: replace(points, points=-points.points) for band, points in ranking.FRESHNESS.items()}}


def _stale_as_good_as_ageing() -> Table:
    return {"FRESHNESS": {**ranking.FRESHNESS, Freshness.STALE: ranking.FRESHNESS[Freshness.AGEING]}}


def _places_ignored() -> Table:
    return {"PLACES": {code: replace(points, points=0) for code, points in ranking.PLACES.items()}}


def _full_first() -> Table:
    return {"PLACES": {code: replace(points, points=-points.points) for code, points in ranking.PLACES.items()}}


def _start_ignored() -> Table:
    return {"STARTS": tuple(replace(band, points=0) for band in ranking.STARTS)}


def _words_upside_down() -> Table:
    return {"WORD": dict(zip(Group, [ranking.WORD[group] for group in reversed(Group)], strict=True))}


def _words_ignored() -> Table:
    return {"WORD": {group: replace(points, points=0) for group, points in ranking.WORD.items()}}


def _nothing() -> Table:
    return {}


HARMS: Mapping[str, Callable[[], Table]] = {
    "distance ignored": _distance_ignored,
    "farthest first": _farthest_first,
    "freshness ignored": _freshness_ignored,
    "freshness upside down": _freshness_upside_down,
    "stale as good as ageing": _stale_as_good_as_ageing,
    "places ignored": _places_ignored,
    "full first": _full_first,
    "start ignored": _start_ignored,
    "groups of words upside down": _words_upside_down,
    "words ignored": _words_ignored,
}
NO_HARM = "nothing"


def main(harm: str) -> None:
    for name, table in {**HARMS, NO_HARM: _nothing}[harm]().items():
        setattr(ranking, name, table)
    json.dump(_seen(), sys.stdout)


def _seen() -> dict[str, object]:
    from tests.search_quality.corpus import listings
    from tests.search_quality.embedded import embedded
    from tests.search_quality.measure import mean, measure
    from tests.search_quality.orders import ORDERS, Order, as_found, wanted

    def holds(order: Order) -> bool:
        with embedded(order.best_first) as search:
            return as_found(search, order) == wanted(order)

    def average(listings: tuple[ClassShown, ...]) -> float:
        with embedded(listings) as search:
            return mean(measure(search))

    return {"mean": average(listings()), "broken": [name for name, order in ORDERS.items() if not holds(order)]}


if __name__ == "__main__":
    main(sys.argv[1])
