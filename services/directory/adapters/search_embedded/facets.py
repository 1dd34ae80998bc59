"""Facet counts: for each filter, how many would be found with each of its codes, the other filters kept."""

from collections.abc import Iterator

import numpy as np

from services.directory.adapters.search_embedded.code_sets import CodeSets, Ints
from services.directory.adapters.search_embedded.columns import SESSIONS
from services.directory.adapters.search_embedded.matching import Matched, wanted_sessions
from services.directory.adapters.search_embedded.rows import CODED
from services.directory.adapters.search_embedded.selection import Selection
from services.directory.adapters.search_embedded.snapshot import Snapshot
from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import FILTERS, ONE_SESSION, Filter
from services.directory.use_cases.ports import MOST_FACET_VALUES, FacetValue

Facets = dict[str, tuple[FacetValue, ...]]


def facets(snapshot: Snapshot, matched: Matched, passing: Selection, criteria: Criteria) -> Facets:
    """`passing`: what passes every filter."""
    counted = {each.name: _coded(snapshot, matched, passing, each) for each in CODED}
    counted |= _sessions(matched, passing, criteria)
    return {each.name: counted[each.name] for each in FILTERS}


def _coded(snapshot: Snapshot, matched: Matched, passing: Selection, filter: Filter) -> tuple[FacetValue, ...]:
    sets = snapshot.sets[filter.name]
    if filter.name in matched.masks:
        passing = matched.passing_others(filter.name)
    if not filter.options:
        return tuple(_open(sets, *passing.held(filter.name)))
    counts = _placed(sets, matched, filter) if filter.anywhere and matched.near is not None else passing.count(filter.name)
    return tuple(_fixed(filter, sets, counts))


def _placed(sets: CodeSets, matched: Matched, filter: Filter) -> Ints:
    """What can be had anywhere is counted anywhere; the rest within the distance."""
    near = matched.passing_others(filter.name, matched.near).count(filter.name)
    wide = (matched.wide or matched).passing_others(filter.name).count(filter.name)
    return np.where([code in filter.anywhere for code in sets.codes], wide, near)


def _fixed(filter: Filter, sets: CodeSets, counts: Ints) -> Iterator[FacetValue]:
    number = dict(zip(sets.codes, counts.tolist(), strict=True))
    for code, label in (filter.options or {}).items():
        yield FacetValue(str(code), label, number[code])


def _open(sets: CodeSets, held: Ints, counts: Ints) -> Iterator[FacetValue]:
    """Most first, then by label: one number for both, for there may be many thousand."""
    known = len(sets.codes)
    place = sets.rank[held] - counts * known
    if len(held) > MOST_FACET_VALUES:
        place = np.partition(place, MOST_FACET_VALUES)[:MOST_FACET_VALUES]
    place.sort()
    counts, ranks = np.divmod(place, known)
    named = (sets.by_label[rank] for rank in ranks.tolist())
    return (FacetValue(code, label, count) for (label, code), count in zip(named, (-counts).tolist(), strict=True))


def _sessions(matched: Matched, passing: Selection, criteria: Criteria) -> Facets:
    if SESSIONS in matched.masks:
        passing = matched.passing_others(SESSIONS)
    return {each.name: tuple(_session_part(passing, each, criteria)) for each in FILTERS if each.name in ONE_SESSION}


def _session_part(passing: Selection, filter: Filter, criteria: Criteria) -> Iterator[FacetValue]:
    wanted, part, options = wanted_sessions(criteria, leaving_out=filter.name), ONE_SESSION.index(filter.name), filter.options or {}
    mine = (frozenset(each for each in wanted if each.split(":")[part] == code) for code in options)
    for (code, label), count in zip(options.items(), passing.having(SESSIONS, mine), strict=True):
        yield FacetValue(str(code), label, count)
