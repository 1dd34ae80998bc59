"""What to let go when a search finds nothing or little, and how much each would give."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from services.directory.domain.criteria import Criteria, Sort
from services.directory.domain.filters import BY_NAME
from services.directory.domain.running import today_at
from services.directory.domain.understood import Understood, asked_for, label, used
from services.directory.use_cases.ports import ClassSearch, Hit
from shared.clock import Clock

FEW = 3
"""With so many results or fewer a person is told what else there would be."""
MOST_WAYS = 5
MOST_NEAREST = 3


@dataclass(frozen=True)
class Way:
    """Without `criterion` there would be `total`. `q`: the question without the phrase that said it; None when it was chosen apart."""

    criterion: str
    label: str
    total: int
    q: str | None = None


@dataclass(frozen=True)
class Advice:
    """`nearest`: the nearest classes beyond the distance asked for."""

    ways: tuple[Way, ...] = ()
    nearest: tuple[Hit, ...] = ()


def advice(search: ClassSearch, clock: Clock, given: Criteria, understood: Understood, criteria: Criteria, total: int) -> Advice:
    """None is needed where enough was found. `given` and `criteria` as in find_classes.Asked."""
    if total > FEW or given.cursor:
        return Advice()
    ways = []
    for way, wider in _without_each(given, understood, criteria, today_at(clock.now())):
        more = search.find(replace(wider, limit=0), clock.now()).total
        if more > total:
            ways.append(replace(way, total=more))
    ways.sort(key=lambda way: -way.total)
    return Advice(tuple(ways[:MOST_WAYS]), _beyond(search, clock, criteria, total))


def _without_each(given: Criteria, understood: Understood, criteria: Criteria, today: date) -> Iterator[tuple[Way, Criteria]]:
    """Each with the criteria that are left; its total is yet to be found."""
    for part in understood.parts:
        if used(part, given, understood) and part.criterion not in (None, "q"):
            rest = asked_for(given, understood.leaving_out(part), today)
            yield Way(part.criterion or "", label(part), 0, understood.without(part)), rest
    for name, codes in given.filters.items():
        if codes:
            filters = {each: chosen for each, chosen in given.filters.items() if each != name}
            yield Way(name, _chosen(name, codes), 0), asked_for(replace(given, filters=filters), understood, today)
    if given.within_m is not None:
        yield Way("within", f"Within {given.within_m / 1000:.3g} km", 0), replace(criteria, within_m=None)
    if given.starts_by:
        rest = asked_for(replace(given, starts_by=None), understood, today)
        yield Way("starts_by", f"Starts by {given.starts_by:%-d %B %Y}", 0), rest
    if given.verified_within_days is not None:
        days = given.verified_within_days
        yield Way("verified_within", f"Checked in the last {days} days", 0), replace(criteria, verified_within_days=None)
    if criteria.q:
        yield Way("q", f"“{criteria.q}”", 0, _without_words(understood)), replace(criteria, q="")


def _chosen(name: str, codes: frozenset[str]) -> str:
    options = BY_NAME[name].options or {}
    labels = [str(options.get(code, code)) for code in sorted(codes)]
    return f"{BY_NAME[name].label}: {' or '.join(labels)}" if options.keys() != {"yes", "no"} else BY_NAME[name].label


def _without_words(understood: Understood) -> str:
    """What is left are the phrases that were understood."""
    return " ".join(part.typed for part in understood.parts)


def _beyond(search: ClassSearch, clock: Clock, criteria: Criteria, total: int) -> tuple[Hit, ...]:
    if criteria.near is None or criteria.within_m is None:
        return ()
    further = replace(criteria, within_m=None, sort=Sort.NEAREST, limit=total + MOST_NEAREST)
    hits = search.find(further, clock.now()).hits
    return tuple(hit for hit in hits if hit.distance_m is not None and hit.distance_m > criteria.within_m)[:MOST_NEAREST]
