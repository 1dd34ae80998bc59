"""The filter column: groups of choices with counts, made from the directory's own list, so that a new filter is shown by itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.portal.adapters.answers import Facet, Filter, Found
from services.portal.asked import Asked

YES_NO = {"yes", "no"}
MOST_SHOWN = 25
"""Choices of a filter whose values come from the listings, such as providers; the commonest and those chosen."""
OPEN_AT_FIRST = ("level", "day", "time")


@dataclass(frozen=True)
class Choice:
    """`count` is None when nothing could be counted."""

    name: str
    code: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Group:
    name: str
    label: str
    help: str
    choices: tuple[Choice, ...]
    open: bool
    left_out: int = 0

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the search; `address` is the same search without it."""

    label: str
    value: str
    address: str


def groups(filters: Sequence[Filter], found: Found | None, asked: Asked) -> tuple[Group, ...]:
    """One group per filter; the yes-or-no ones are single ticks, together in the last group."""
    facets = found.facets if found else {}
    lists = [_group(each, facets.get(each.name, ()), asked, found is not None) for each in filters if not _is_tick(each)]
    ticks = tuple(_tick(each, facets.get(each.name, ()), asked, found is not None) for each in filters if _is_tick(each))
    return (*(group for group in lists if group.choices), *((_ticks(ticks),) if ticks else ()))


def chips(
    filters: Sequence[Filter], found: Found | None, asked: Asked, *, path: str = "/classes", but: Collection[str] = ()
) -> tuple[Chip, ...]:
    """What is chosen beside the words and the place, but for the filters named; taking one back leads to `path`."""
    by_name = {each.name: each for each in filters}
    names = {
        name: {
            **{o.code: o.label for o in by_name[name].options},
            **{f.code: f.label for f in (found.facets if found else {}).get(name, ())},
        }
        for name in by_name
    }
    return tuple(
        Chip(by_name[name].label, names[name].get(value, value), asked.without(name, value).address(path))
        for name, value in asked.pairs
        if name in by_name and name not in but
    )


def left_for_form(filters: Sequence[Filter], asked: Asked) -> tuple[tuple[str, str], ...]:
    """Chosen without a field in the form (the “no” of a single tick), so that sending the form keeps it."""
    ticks = {each.name for each in filters if _is_tick(each)}
    return tuple(pair for pair in asked.pairs if pair[0] in ticks and pair[1] != "yes")


def _is_tick(each: Filter) -> bool:
    return {option.code for option in each.options} == YES_NO


def _group(each: Filter, facets: Sequence[Facet], asked: Asked, counted: bool) -> Group:
    counts = {facet.code: facet.count for facet in facets}
    labels = {option.code: option.label for option in each.options} or {facet.code: facet.label for facet in facets}
    chosen = asked.every(each.name)
    codes = list(labels) if each.options else _commonest(labels, counts, chosen)
    choices = tuple(_choice(each.name, code, labels.get(code, code), counts, asked, counted) for code in codes)
    return Group(each.name, each.label, each.help, choices, bool(chosen) or each.name in OPEN_AT_FIRST, len(labels) - len(codes))


def _commonest(labels: Mapping[str, str], counts: Mapping[str, int], chosen: frozenset[str]) -> list[str]:
    """In the order of the alphabet, as people look names up."""
    most = sorted(labels, key=lambda code: (code not in chosen, -counts[code]))[:MOST_SHOWN]
    return sorted(most, key=lambda code: labels[code].casefold())


def _choice(name: str, code: str, label: str, counts: Mapping[str, int], asked: Asked, counted: bool) -> Choice:
    chosen = code in asked.every(name)
    return Choice(name, code, label, counts.get(code, 0) if counted else None, chosen)


def _tick(each: Filter, facets: Sequence[Facet], asked: Asked, counted: bool) -> Choice:
    return _choice(each.name, "yes", each.label, {facet.code: facet.count for facet in facets}, asked, counted)


def _ticks(choices: tuple[Choice, ...]) -> Group:
    return Group("only", "Only show classes with", "", choices, True)
