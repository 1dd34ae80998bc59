"""The order of results: points, distance, start, id. Total, so that the page after a cursor has neither repeats nor gaps."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.columns import id_numbers
from services.directory.adapters.search_embedded.matching import FAR, Matched
from services.directory.adapters.search_embedded.rows import microseconds
from services.directory.adapters.search_embedded.snapshot import Snapshot
from services.directory.domain.criteria import Criteria, Sort
from services.directory.domain.freshness import AGEING_AFTER, STALE_AFTER, Freshness
from services.directory.domain.ranking import DISTANCE, FRESHNESS, STARTS
from shared.errors import Invalid

_FRESHNESS_POINTS = np.array([FRESHNESS[band].points for band in (Freshness.STALE, Freshness.AGEING, Freshness.VERIFIED)])
_DISTANCE_EDGES = np.array([band.up_to * 1000 for band in DISTANCE])
_DISTANCE_POINTS = np.array([*(band.points for band in DISTANCE), 0])
_START_EDGES = np.array([band.up_to for band in STARTS])
_START_POINTS = np.array([*(band.points for band in STARTS), 0])
Key = NDArray[Any]


@dataclass(frozen=True)
class Page:
    """`places`: positions within Matched.rows, in order. `next`: the cursor after them, None after the last."""

    places: list[int]
    next: str | None


def page(snapshot: Snapshot, matched: Matched, criteria: Criteria, now: datetime, today: date) -> Page:
    """Raises Invalid on field `cursor`."""
    places = np.flatnonzero(matched.passing())
    keys = [key[places] for key in _keys(snapshot, matched, criteria.sort, now, today)]
    if criteria.cursor:
        later = _after(snapshot, matched.rows[places], keys, _read_cursor(criteria))
        places, keys = places[later], [key[later] for key in keys]
    rows = matched.rows[places]
    first = _first(snapshot, rows, keys, criteria.limit + 1)
    shown = first[: criteria.limit]
    cursor = None
    if shown and len(first) > len(shown):
        last = shown[-1]
        cursor = orjson.dumps([criteria.sort, *(int(key[last]) for key in keys), snapshot.ids[int(rows[last])]]).decode()
    return Page([int(places[at]) for at in shown], cursor)


def _keys(snapshot: Snapshot, matched: Matched, sort: Sort, now: datetime, today: date) -> list[Key]:
    """Ascending is first; the id comes after all of them."""
    near, start = matched.millimetres, matched.joinable
    if sort is Sort.NEAREST:
        return [near, start]
    if sort is Sort.SOONEST:
        return [start, near]
    if sort is Sort.FRESH:
        return [-snapshot.column("verified_us")[matched.rows], near, start]
    return [-_points(snapshot, matched, now, today), near, start]


def _points(snapshot: Snapshot, matched: Matched, now: datetime, today: date) -> Key:
    verified = snapshot.column("verified_us")[matched.rows]
    bands = sum((verified >= microseconds(now - after)).astype(np.int8) for after in (STALE_AFTER, AGEING_AFTER))
    points = matched.text_points + snapshot.column("places_points")[matched.rows]
    points = points + _FRESHNESS_POINTS[bands]
    points += _START_POINTS[np.searchsorted(_START_EDGES, matched.joinable - today.toordinal())]
    if matched.millimetres.size and matched.millimetres.min() < FAR:
        points += _DISTANCE_POINTS[np.searchsorted(_DISTANCE_EDGES, matched.millimetres)]
    return np.asarray(points)


def _first(snapshot: Snapshot, rows: NDArray[np.int64], keys: list[Key], most: int) -> list[int]:
    """The first `most` in order. Each key only parts those that all keys before it left equal."""
    sure: list[NDArray[np.intp]] = []
    open_ = np.arange(len(rows))
    tie_breakers = [*keys, snapshot.column("id_high")[rows], snapshot.column("id_low")[rows]]
    wanted = most
    for key in tie_breakers:
        if len(open_) <= 2 * most:
            break
        last = np.partition(key[open_], wanted - 1)[wanted - 1]
        before = open_[key[open_] < last]
        sure.append(before)
        wanted -= len(before)
        open_ = open_[key[open_] == last]
    found: list[int] = np.concatenate([*sure, open_]).tolist()
    found.sort(key=lambda at: (*(int(key[at]) for key in keys), snapshot.ids[int(rows[at])]))
    return found[:most]


def _after(snapshot: Snapshot, rows: NDArray[np.int64], keys: list[Key], cursor: list[Any]) -> NDArray[np.bool_]:
    *values, id = cursor
    ties = np.ones(len(rows), dtype=np.bool_)
    after = np.zeros(len(rows), dtype=np.bool_)
    high, low = id_numbers(id)
    numbers = zip([*keys, snapshot.column("id_high")[rows], snapshot.column("id_low")[rows]], [*values, high, low], strict=True)
    for key, value in numbers:
        after |= ties & (key > value)
        ties &= key == value
    for at in np.flatnonzero(ties).tolist():
        after[at] = snapshot.ids[int(rows[at])] > id
    return after


def _read_cursor(criteria: Criteria) -> list[Any]:
    keys = 2 if criteria.sort in (Sort.NEAREST, Sort.SOONEST) else 3
    try:
        sort, *values, id = orjson.loads(criteria.cursor or "")
    except (ValueError, TypeError):
        raise _no_cursor() from None
    if sort != criteria.sort or len(values) != keys or not isinstance(id, str) or not all(_fits(value) for value in values):
        raise _no_cursor()
    return [*values, id]


def _fits(value: object) -> bool:
    return type(value) is int and abs(value) < 2**62


def _no_cursor() -> Invalid:
    return Invalid.field("cursor", "This cursor does not belong to this search.", "Start again without cursor.")
