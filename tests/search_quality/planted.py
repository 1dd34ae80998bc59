"""Harmful changes of the ranking table, each tried in a process of its own: `python -m tests.search_quality.planted`.

The table is changed before any engine is imported, so the harm reaches it however it keeps the numbers. Prints as JSON what the tests
would see of each: the mean of the judged questions, and which orders no longer hold. The grades, which no harm can touch, are worked out
once and inherited.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from multiprocessing import get_context

from services.directory.domain import ranking
from services.directory.domain.freshness import Freshness
from services.directory.domain.searched_text import Group
from tests.search_quality.corpus import listings
from tests.search_quality.grading import grades
from tests.search_quality.judged import judged
from tests.search_quality.measure import mean, measure
from tests.search_quality.orders import ORDERS, Order, as_found, wanted

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


def main() -> None:
    for query in judged():
        grades(query)
    assert not [name for name in sys.modules if "search_embedded" in name], "an engine was imported before the harm"
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        json.dump(dict(pool.map(_seen, [NO_HARM, *HARMS], chunksize=1)), sys.stdout)


def _seen(harm: str) -> tuple[str, tuple[float, list[str]]]:
    """In a process that has done nothing yet."""
    for name, table in {**HARMS, NO_HARM: _nothing}[harm]().items():
        setattr(ranking, name, table)
    from tests.search_quality.embedded import embedded

    def holds(order: Order) -> bool:
        with embedded(order.best_first) as search:
            return as_found(search, order) == wanted(order)

    with embedded(listings()) as search:
        average = mean(measure(search))
    return harm, (average, [name for name, order in ORDERS.items() if not holds(order)])


if __name__ == "__main__":
    main()
