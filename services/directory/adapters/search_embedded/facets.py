"""Facet counts: for each filter, how many would be found with each of its codes, the other filters kept."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from services.directory.adapters.search_embedded.code_sets import CodeSets, Ints
from services.directory.adapters.search_embedded.columns import SESSIONS
from services.directory.adapters.search_embedded.matching import Matched, wanted_sessions
from services.directory.adapters.search_embedded.rows import CODED
from services.directory.adapters.search_embedded.snapshot import Snapshot
from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import FILTERS, ONE_SESSION, Filter
from services.directory.use_cases.ports import MOST_FACET_VALUES, FacetValue

Facets = dict[str, tuple[FacetValue, ...]]


def facets(snapshot: Snapshot, matched: Matched, criteria: Criteria) -> Facets:
    passing = matched.rows[matched.passing()]
    counted = {each.name: _coded(snapshot, matched, passing, each) for each in CODED}
    counted |= _sessions(snapshot, matched, passing, criteria)
    return {each.name: counted[each.name] for each in FILTERS}


def _coded(snapshot: Snapshot, matched: Matched, passing: Ints, filter: Filter) -> tuple[FacetValue, ...]:
    sets, column = snapshot.sets[filter.name], snapshot.codes(filter.name)
    rows = passing
    if filter.name in matched.masks:
        rows = matched.rows[matched.passing_others(filter.name)]
    counts = sets.count(column[rows])
    if filter.anywhere and matched.near_enough is not None:
        near = sets.count(column[matched.rows[matched.passing_others(filter.name) & matched.near_enough]])
        anywhere = [code in filter.anywhere for code in sets.codes]
        counts = np.where(anywhere, counts, near)
    return tuple(_fixed(filter, sets, counts) if filter.options else _open(sets, counts))


def _fixed(filter: Filter, sets: CodeSets, counts: Ints) -> Iterator[FacetValue]:
    number = dict(zip(sets.codes, counts.tolist(), strict=True))
    for code, label in (filter.options or {}).items():
        yield FacetValue(str(code), label, number[code])


def _open(sets: CodeSets, counts: Ints) -> Iterator[FacetValue]:
    """Most first, then by label: one number for both, for there may be many thousand."""
    held = np.flatnonzero(counts)
    place = sets.rank[held] - counts[held] * len(counts)
    if len(held) > MOST_FACET_VALUES:
        place = np.partition(place, MOST_FACET_VALUES)[:MOST_FACET_VALUES]
    place.sort()
    for count, at in zip((-(place // len(counts))).tolist(), (place % len(counts)).tolist(), strict=True):
        code = sets.by_label[at]
        yield FacetValue(code, sets.labels.get(code, code), count)


def _sessions(snapshot: Snapshot, matched: Matched, passing: Ints, criteria: Criteria) -> Facets:
    rows = matched.rows[matched.passing_others(SESSIONS)] if SESSIONS in matched.masks else passing
    sets = snapshot.sets[SESSIONS]
    by_set = np.bincount(snapshot.codes(SESSIONS)[rows], minlength=sets.size)
    return {each.name: tuple(_session_part(sets, by_set, each, criteria)) for each in FILTERS if each.name in ONE_SESSION}


def _session_part(sets: CodeSets, by_set: NDArray[np.intp], filter: Filter, criteria: Criteria) -> Iterator[FacetValue]:
    wanted = wanted_sessions(criteria, leaving_out=filter.name)
    part = ONE_SESSION.index(filter.name)
    for code, label in (filter.options or {}).items():
        mine = frozenset(each for each in wanted if each.split(":")[part] == code)
        yield FacetValue(str(code), label, int(by_set[sets.having(mine)].sum()))
