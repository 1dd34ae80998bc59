"""What age and dates make of every class at one moment: is it shown, when can it be joined, the points that come of both.

It stays true until the next listing grows too old or the day ends, so searches share it.
"""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.bits import Bits, packed
from services.directory.adapters.search_embedded.columns import NO_DAY, Columns
from services.directory.adapters.search_embedded.rows import microseconds
from services.directory.domain.freshness import AGEING_AFTER, HIDDEN_AFTER, STALE_AFTER, Freshness
from services.directory.domain.ranking import FRESHNESS, STARTS

_AGES = (HIDDEN_AFTER, STALE_AFTER, AGEING_AFTER)
_FRESHNESS_POINTS = np.array([FRESHNESS[band].points for band in (Freshness.HIDDEN, Freshness.STALE, Freshness.AGEING, Freshness.VERIFIED)])
_START_EDGES = np.array([band.up_to for band in STARTS])
_START_POINTS = np.array([*(band.points for band in STARTS), 0])
_ALWAYS = 2**62


@dataclass(frozen=True)
class Moment:
    """Of the first `size` rows. True on this day, after `since` and up to `until` (microseconds).

    `points`: for places, freshness and start together. `joinable`: running.joinable_on, as ordinals; NO_DAY when nobody said.
    """

    size: int
    today: date
    since: int
    until: int
    listed: Bits
    points: NDArray[np.int16]
    joinable: NDArray[np.int32]

    def holds(self, now: datetime, today: date) -> bool:
        return self.today == today and self.since < microseconds(now) <= self.until


class Moments:
    """The latest, for searches come at about the same time. Any number of threads may use it."""

    def __init__(self) -> None:
        self._latest: Moment | None = None

    def at(self, columns: Columns, now: datetime, today: date) -> Moment:
        """Of at least the rows of `columns`."""
        size, known = len(columns["ordinal"]), self._latest
        if known is not None and not known.holds(now, today):
            known = None
        if known is None or known.size < size:
            known = self._latest = _moment(columns, known, now, today)
        return known


def _moment(columns: Columns, before: Moment | None, now: datetime, today: date) -> Moment:
    """`before` holds now: only the rows behind it are looked at."""
    size, start = len(columns["ordinal"]), before.size & ~63 if before else 0
    verified = columns["verified_us"][start:]
    bands = np.zeros(size - start, dtype=np.int8)
    since, until = (before.since, before.until) if before else (-_ALWAYS, _ALWAYS)
    for age in _AGES:
        young = verified >= microseconds(now - age)
        bands += young
        lasts = microseconds(now) - microseconds(now - age)
        since = max(since, int(verified.max(where=~young, initial=-_ALWAYS)) + lasts)
        until = min(until, int(verified.min(where=young, initial=_ALWAYS)) + lasts)
    listed = packed((bands > 0) & (columns["last_day"][start:] >= today.toordinal()))
    joinable = _joinable(columns, start, today)
    points = columns["places_points"][start:] + _FRESHNESS_POINTS[bands]
    points += _START_POINTS[np.searchsorted(_START_EDGES, joinable - today.toordinal())]
    points = points.astype(np.int16)
    if before:
        listed = np.concatenate([before.listed[: start // 64], listed])
        points = np.concatenate([before.points[:start], points])
        joinable = np.concatenate([before.joinable[:start], joinable])
    return Moment(size, today, since, until, listed, points, joinable)


def _joinable(columns: Columns, start: int, today: date) -> NDArray[np.int32]:
    first = columns["first_day"][start:]
    rolling = np.maximum(np.where(first == NO_DAY, 0, first), today.toordinal())
    return np.where(columns["roll_on"][start:], rolling, first).astype(np.int32)
