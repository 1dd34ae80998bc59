"""Which rows a search means: words, dates, distance and filters, each as a mask; and the facet counts, each without its own filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import cos, degrees, radians

import numpy as np
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.code_sets import Mask
from services.directory.adapters.search_embedded.columns import NO_DAY, SESSIONS
from services.directory.adapters.search_embedded.rows import CODED, microseconds
from services.directory.adapters.search_embedded.snapshot import Rows, Snapshot
from services.directory.adapters.search_embedded.text_index import GROUPS
from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import BY_NAME, ONE_SESSION, Filter
from services.directory.domain.freshness import HIDDEN_AFTER
from services.directory.domain.question import Question, Word
from services.directory.domain.ranking import word_points
from shared.geo import distances_metres
from shared.geo.distance import EARTH_RADIUS_M

FAR = 10**12
"""Millimetres: of a class that has no place."""
_EXACT = np.array([word_points(group, exact=True) for group in GROUPS], dtype=np.int16)
_OTHER = np.array([word_points(group, exact=False) for group in GROUPS], dtype=np.int16)


@dataclass(frozen=True)
class Matched:
    """`rows` pass everything but the filters, ascending; the others are one value for each. `masks`: by filter, which rows pass it."""

    rows: Rows
    text_points: NDArray[np.int16]
    millimetres: NDArray[np.int64]
    joinable: NDArray[np.int32]
    near_enough: Mask | None
    masks: Mapping[str, Mask]
    fails: NDArray[np.uint8]

    def passing(self) -> Mask:
        return np.equal(self.fails, 0)

    def passing_others(self, name: str) -> Mask:
        """All filters but this one."""
        mine = self.masks.get(name)
        return np.equal(self.fails, 0 if mine is None else (~mine).astype(np.uint8))


def match(snapshot: Snapshot, question: Question, criteria: Criteria, now: datetime, today: date) -> Matched:
    have, text_points = _with_words(snapshot, question)
    rows = np.flatnonzero(have & _listed(snapshot, criteria, now, today) & _perhaps_near(snapshot, criteria))
    joinable = _joinable(snapshot, rows, today)
    if criteria.starts_by:
        keep = joinable <= criteria.starts_by.toordinal()
        rows, joinable = rows[keep], joinable[keep]
    millimetres = _distances(snapshot, rows, criteria)
    near_enough = None
    if criteria.near and criteria.within_m is not None:
        near_enough = (millimetres <= criteria.within_m * 1000) & (millimetres < FAR)
    masks = _masks(snapshot, rows, criteria, near_enough)
    fails = np.zeros(len(rows), dtype=np.uint8)
    for mask in masks.values():
        fails += ~mask
    return Matched(rows, text_points[rows], millimetres, joinable, near_enough, masks, fails)


def _with_words(snapshot: Snapshot, question: Question) -> tuple[Mask, NDArray[np.int16]]:
    """By row: alive and has every word; the points of its words."""
    total = np.zeros(snapshot.size, dtype=np.int16)
    have = snapshot.alive
    for word in question.words:
        points = _points_of(snapshot, word)
        have = have & (points > 0)
        total += points
    return have, total


def _points_of(snapshot: Snapshot, word: Word) -> NDArray[np.int16]:
    points = np.zeros(snapshot.size, dtype=np.int16)
    for token in (word.token, *word.others):
        posting = snapshot.posting(token)
        worth = (_EXACT if token == word.token else _OTHER)[posting.groups]
        points[posting.rows] = np.maximum(points[posting.rows], worth)
    return points


def _listed(snapshot: Snapshot, criteria: Criteria, now: datetime, today: date) -> Mask:
    """Not hidden by age, not over."""
    oldest = now - HIDDEN_AFTER
    if criteria.verified_within_days is not None:
        oldest = max(oldest, now - timedelta(days=min(criteria.verified_within_days, HIDDEN_AFTER.days)))
    fresh: Mask = snapshot.column("verified_us") >= microseconds(oldest)
    return fresh & (snapshot.column("last_day") >= today.toordinal())


def _perhaps_near(snapshot: Snapshot, criteria: Criteria) -> Mask:
    """A square around the circle, and all that can be had anywhere: few enough to measure exactly."""
    if criteria.near is None or criteria.within_m is None:
        return snapshot.alive
    high = min(degrees(criteria.within_m / EARTH_RADIUS_M) * 1.001 + 1e-6, 90)
    wide = min(high / max(cos(radians(min(abs(criteria.near.lat) + high, 90))), 1e-6), 360)
    near: Mask = np.abs(snapshot.column("lat") - criteria.near.lat) <= high
    near &= np.abs(snapshot.column("lon") - criteria.near.lon) <= wide
    for each in CODED:
        if each.anywhere:
            near |= np.take(snapshot.sets[each.name].having(each.anywhere), snapshot.codes(each.name))
    return near


def _joinable(snapshot: Snapshot, rows: Rows, today: date) -> NDArray[np.int32]:
    """running.joinable_on for each row."""
    first = snapshot.column("first_day")[rows]
    rolling = np.maximum(np.where(first == NO_DAY, 0, first), today.toordinal())
    return np.where(snapshot.column("roll_on")[rows], rolling, first)


def _distances(snapshot: Snapshot, rows: Rows, criteria: Criteria) -> NDArray[np.int64]:
    if criteria.near is None:
        return np.full(len(rows), FAR, dtype=np.int64)
    metres = distances_metres(criteria.near.lat, criteria.near.lon, snapshot.column("lat")[rows], snapshot.column("lon")[rows])
    return np.where(np.isnan(metres), FAR, np.rint(np.nan_to_num(metres) * 1000)).astype(np.int64)


def _masks(snapshot: Snapshot, rows: Rows, criteria: Criteria, near_enough: Mask | None) -> dict[str, Mask]:
    masks = {}
    for each in CODED:
        wanted = criteria.filters.get(each.name, frozenset())
        if each.anywhere and near_enough is not None:
            masks[each.name] = _placed(snapshot, rows, each, wanted, near_enough)
        elif wanted:
            masks[each.name] = _having(snapshot, rows, each.name, wanted)
    if any(criteria.filters.get(name) for name in ONE_SESSION):
        masks[SESSIONS] = _having(snapshot, rows, SESSIONS, wanted_sessions(criteria))
    return masks


def _placed(snapshot: Snapshot, rows: Rows, filter: Filter, wanted: frozenset[str], near_enough: Mask) -> Mask:
    """Distance and the filter it depends on, as one: what can be had anywhere needs no place once it is asked for."""
    if not wanted:
        return near_enough
    here = _having(snapshot, rows, filter.name, wanted - filter.anywhere) & near_enough
    return here | _having(snapshot, rows, filter.name, wanted & filter.anywhere)


def _having(snapshot: Snapshot, rows: Rows, name: str, wanted: frozenset[str]) -> Mask:
    return np.take(snapshot.sets[name].having(wanted), snapshot.codes(name)[rows])


def wanted_sessions(criteria: Criteria, *, leaving_out: str = "") -> frozenset[str]:
    """The “day:time” codes that answer both filters; of one left out every code will do."""
    day, time = ((criteria.filters.get(name) if name != leaving_out else None) or BY_NAME[name].options or {} for name in ONE_SESSION)
    return frozenset(f"{each}:{part}" for each in day for part in time)
