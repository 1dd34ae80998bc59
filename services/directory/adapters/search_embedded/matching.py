"""Which rows a search means: words, dates and distance first, from the shortest list there is; then each filter as a mask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from services.directory.adapters.search_embedded import scope as scopes
from services.directory.adapters.search_embedded.bits import Rows, has, words
from services.directory.adapters.search_embedded.columns import SESSIONS
from services.directory.adapters.search_embedded.ground import within
from services.directory.adapters.search_embedded.moment import Moment
from services.directory.adapters.search_embedded.postings import WordRows
from services.directory.adapters.search_embedded.rows import CODED, microseconds
from services.directory.adapters.search_embedded.scope import Few, Many, Mask, Scope
from services.directory.adapters.search_embedded.selection import Selection
from services.directory.adapters.search_embedded.snapshot import Snapshot
from services.directory.adapters.search_embedded.text_index import GROUPS
from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import BY_NAME, ONE_SESSION, Filter
from services.directory.domain.freshness import HIDDEN_AFTER
from services.directory.domain.question import Question, Word
from services.directory.domain.ranking import word_points
from shared.geo import Place


def _worth(exact: bool, concept: bool) -> NDArray[np.int8]:
    return np.array([word_points(group, exact, concept) for group in GROUPS], dtype=np.int8)


_EXACT = {concept: _worth(True, concept) for concept in (False, True)}
_OTHER = {concept: _worth(False, concept) for concept in (False, True)}
"""Points by group, of words that say what a class is about and of others."""


@dataclass(frozen=True)
class Matched:
    """`scope`: what passes everything but the filters. `masks`: by filter, what passes it.

    `near`: under a distance, what lies within it. `wide`: the same search without the distance, for counts of what can be had anywhere;
    None when `scope` is not narrowed by distance and serves for both.
    """

    scope: Scope
    masks: Mapping[str, Mask]
    near: Mask | None
    wide: "Matched | None"
    moment: Moment
    words: tuple[WordRows, ...]

    def passing(self) -> Selection:
        return self.passing_others("")

    def passing_others(self, name: str, also: Mask | None = None) -> Selection:
        """All filters but this one, and one more condition."""
        found = self.scope.everything if also is None else also
        for each, mask in self.masks.items():
            if each != name:
                found = found & mask
        return self.scope.selection(found)


def match(snapshot: Snapshot, question: Question, criteria: Criteria, now: datetime, today: date) -> Matched:
    moment = snapshot.moment(now, today)
    said = tuple(_word_rows(snapshot, word) for word in question.words)
    if criteria.near is None or criteria.within_m is None:
        return _matched(_begun(snapshot, moment, said, None, criteria, now), None, None, criteria, moment, said)
    around = snapshot.ground.around(criteria.near.lat, criteria.near.lon, criteria.within_m, snapshot.size)
    if _anywhere_wanted(criteria):
        scope = _begun(snapshot, moment, said, None, criteria, now)
        near = _within(scope, around, criteria.near, criteria.within_m)
        return _matched(scope, near, None, criteria, moment, said)
    scope = _begun(snapshot, moment, said, around, criteria, now)
    scope = scope.narrowed(_within(scope, around, criteria.near, criteria.within_m))
    wide = _matched(_begun(snapshot, moment, said, None, criteria, now), None, None, criteria, moment, said)
    return _matched(scope, scope.everything, wide, criteria, moment, said)


def _word_rows(snapshot: Snapshot, word: Word) -> WordRows:
    others = sorted(word.others)
    return snapshot.words.rows(
        (word.token, *others),
        snapshot.size,
        lambda: [
            (snapshot.posting(word.token), _EXACT[word.concept]),
            *((snapshot.posting(each, listed=True), _OTHER[word.concept]) for each in others),
        ],
    )


def _begun(snapshot: Snapshot, moment: Moment, said: tuple[WordRows, ...], around: Rows | None, criteria: Criteria, now: datetime) -> Scope:
    """Alive, not hidden by age, not over, with every word (or with one of them, when that is enough); and those within the square, when
    there is one. From the shortest list."""
    bits = snapshot.alive & moment.listed[: words(snapshot.size)]
    each_word = () if criteria.any_word and len(said) > 1 else said
    rows = _shortest(snapshot, each_word, around)
    if rows is None:
        for word in each_word:
            bits = bits & word.bits(snapshot.size)
        if len(each_word) < len(said):
            bits = bits & np.bitwise_or.reduce([word.bits(snapshot.size) for word in said])
        return _dated(Many(snapshot, bits), moment, criteria, now)
    rows = rows[has(bits, rows)]
    for word in each_word:
        rows = rows[word.at(rows) > 0]
    if len(each_word) < len(said):
        rows = rows[np.maximum.reduce([word.at(rows) for word in said]) > 0]
    return _dated(Few(snapshot, rows), moment, criteria, now)


def _shortest(snapshot: Snapshot, said: tuple[WordRows, ...], around: Rows | None) -> Rows | None:
    """The rows of the rarest word, or those around; None when all are too many to list."""
    word = min(said, key=lambda each: each.many, default=None)
    length = min(snapshot.size if word is None else word.many, snapshot.size if around is None else len(around))
    if scopes.FEW * length > snapshot.size:
        return None
    return word.having(snapshot.size) if word is not None and word.many == length else around


def _dated(scope: Scope, moment: Moment, criteria: Criteria, now: datetime) -> Scope:
    if criteria.verified_within_days is not None:
        oldest = microseconds(now - timedelta(days=min(criteria.verified_within_days, HIDDEN_AFTER.days)))
        scope = scope.narrowed(scope.where(scope.snapshot.column("verified_us"), lambda verified: verified >= oldest))
    if criteria.starts_by:
        latest = criteria.starts_by.toordinal()
        scope = scope.narrowed(scope.where(moment.joinable, lambda joinable: joinable <= latest))
    return scope


def _within(scope: Scope, around: Rows, near: Place, metres: float) -> Mask:
    """Exactly: `around` are the rows that may be."""
    columns = scope.snapshot.columns
    if isinstance(scope, Few):
        return within(columns, scope.rows, near.lat, near.lon, metres)
    around = around[has(scope.everything, around)]
    return scope.among(around[within(columns, around, near.lat, near.lon, metres)])


def _matched(
    scope: Scope, near: Mask | None, wide: Matched | None, criteria: Criteria, moment: Moment, said: tuple[WordRows, ...]
) -> Matched:
    masks: dict[str, Mask] = {}
    for each in CODED:
        wanted = criteria.filters.get(each.name, frozenset())
        if each.anywhere and near is not None and wide is None:
            masks[each.name] = _placed(scope, each, wanted, near)
        elif wanted:
            masks[each.name] = scope.having(each.name, wanted)
    if any(criteria.filters.get(name) for name in ONE_SESSION):
        masks[SESSIONS] = scope.having(SESSIONS, wanted_sessions(criteria))
    return Matched(scope, masks, near, wide, moment, said)


def _anywhere_wanted(criteria: Criteria) -> bool:
    return any(criteria.filters.get(each.name, frozenset()) & each.anywhere for each in CODED)


def _placed(scope: Scope, filter: Filter, wanted: frozenset[str], near: Mask) -> Mask:
    """Distance and the filter it depends on, as one: what can be had anywhere needs no place once it is asked for."""
    here = scope.having(filter.name, wanted - filter.anywhere) & near
    return here | scope.having(filter.name, wanted & filter.anywhere)


def wanted_sessions(criteria: Criteria, *, leaving_out: str = "") -> frozenset[str]:
    """The “day:time” codes that answer both filters; of one left out every code will do."""
    day, time = ((criteria.filters.get(name) if name != leaving_out else None) or BY_NAME[name].options or {} for name in ONE_SESSION)
    return frozenset(f"{each}:{part}" for each in day for part in time)
