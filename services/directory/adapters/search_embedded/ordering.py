"""The order of results: points, distance, start, id. Total, so that the page after a cursor has neither repeats nor gaps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.bits import Rows
from services.directory.adapters.search_embedded.columns import id_numbers
from services.directory.adapters.search_embedded.ground import FAR, millimetres
from services.directory.adapters.search_embedded.matching import Matched
from services.directory.adapters.search_embedded.snapshot import Snapshot
from services.directory.domain.criteria import Criteria, Sort
from services.directory.domain.ranking import DISTANCE, MORE_WORDS
from shared.errors import Invalid

_DISTANCE_EDGES = np.array([band.up_to * 1000 for band in DISTANCE])
_DISTANCE_POINTS = np.array([*(band.points for band in DISTANCE), 0], dtype=np.int16)
Key = Callable[[Rows], NDArray[Any]]
"""One value for each row; ascending is first."""


@dataclass(frozen=True)
class Page:
    """`rows` in order. `next`: the cursor after them, None after the last."""

    rows: Rows
    next: str | None


def page(snapshot: Snapshot, matched: Matched, passing: Rows, criteria: Criteria) -> Page:
    """Raises Invalid on field `cursor`. `passing`: the rows found."""
    keys = _keys(snapshot, matched, criteria)
    tie_breakers = [*keys, lambda rows: snapshot.column("id_high")[rows], lambda rows: snapshot.column("id_low")[rows]]
    if criteria.cursor:
        passing = _after(snapshot, passing, tie_breakers, _read_cursor(criteria))
    first = _first(snapshot, passing, tie_breakers, criteria.limit + 1)
    shown = first[: criteria.limit]
    cursor = None
    if len(shown) and len(first) > len(shown):
        last = shown[-1:]
        cursor = orjson.dumps([criteria.sort, *(int(key(last)[0]) for key in keys), snapshot.ids[int(last[0])]]).decode()
    return Page(shown, cursor)


def distances(snapshot: Snapshot, criteria: Criteria, rows: Rows) -> NDArray[np.int64]:
    """Whole millimetres; FAR when there is no place to measure from, or to."""
    if criteria.near is None:
        return np.full(len(rows), FAR, dtype=np.int64)
    return millimetres(snapshot.columns, rows, criteria.near.lat, criteria.near.lon)


def _keys(snapshot: Snapshot, matched: Matched, criteria: Criteria) -> list[Key]:
    """The id comes after all of them."""

    def near(rows: Rows) -> NDArray[np.int64]:
        return distances(snapshot, criteria, rows)

    def start(rows: Rows) -> NDArray[np.int32]:
        return matched.moment.joinable[rows]

    def best(rows: Rows) -> NDArray[np.int16]:
        points = matched.moment.points[rows]
        for word in matched.words:
            had = word.at(rows)
            points += had
            if criteria.any_word:
                points += np.int16(MORE_WORDS.points) * (had > 0)
        if criteria.near is not None:
            points += _DISTANCE_POINTS[np.searchsorted(_DISTANCE_EDGES, near(rows))]
        return -points

    def fresh(rows: Rows) -> NDArray[np.int64]:
        return -snapshot.column("verified_us")[rows]

    orders: dict[Sort, list[Key]] = {Sort.NEAREST: [near, start], Sort.SOONEST: [start, near], Sort.FRESH: [fresh, near, start]}
    return orders.get(criteria.sort, [best, near, start])


def _first(snapshot: Snapshot, rows: Rows, keys: list[Key], most: int) -> Rows:
    """The first `most` in order. Each key only parts those that all keys before it left equal, and is asked only for them."""
    sure: list[Rows] = []
    wanted = most
    for key in keys:
        if len(rows) <= 2 * most:
            break
        values = key(rows)
        last = np.partition(values, wanted - 1)[wanted - 1]
        sure.append(rows[values < last])
        wanted -= len(sure[-1])
        rows = rows[values == last]
    found = np.concatenate([*sure, rows])
    told = zip(*(key(found).tolist() for key in keys), strict=True)
    ranked = sorted((*values, snapshot.ids[row], row) for values, row in zip(told, found.tolist(), strict=True))
    return np.array([each[-1] for each in ranked[:most]], dtype=found.dtype)


def _after(snapshot: Snapshot, rows: Rows, keys: list[Key], cursor: list[Any]) -> Rows:
    """Those behind the cursor. Each key is asked only for rows that the keys before it left equal with it."""
    *values, id = cursor
    after: list[Rows] = []
    for key, value in zip(keys, [*values, *id_numbers(id)], strict=True):
        theirs = key(rows)
        after.append(rows[theirs > value])
        rows = rows[theirs == value]
    after.append(np.array([row for row in rows.tolist() if snapshot.ids[row] > id], dtype=rows.dtype))
    return np.concatenate(after)


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
