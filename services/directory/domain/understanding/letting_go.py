"""What a search may let go of, one criterion at a time, and what is then still asked."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from services.directory.domain.criteria import Criteria
from services.directory.domain.filters import BY_NAME
from services.directory.domain.understanding.understood import Part, PartKind, Understood, asked_for, label, used

EASIEST_FIRST = (
    *("q", "verified_within", "starts_by", "focus", "time", "day", "within", "near", "places", "join", "roll_on", "without_assessment"),
    *("regulated", "format", "travel_help", "level", "cost", "new_to_reading", "step_free", "childcare", "women_only"),
)
"""Words may be put otherwise and a time be moved; who asks for women only or for a crèche cannot come without."""


@dataclass(frozen=True)
class LetGo:
    """One criterion. `parts`: the phrases of the question that said it; none when it was chosen apart. `label`: as people read it."""

    criterion: str
    label: str
    parts: tuple[Part, ...] = ()

    @property
    def cost(self) -> int:
        return EASIEST_FIRST.index(self.criterion) if self.criterion in EASIEST_FIRST else len(EASIEST_FIRST) // 2


def may_be_let_go(given: Criteria, understood: Understood, criteria: Criteria) -> Iterator[LetGo]:
    """`given`: chosen apart; `criteria`: that and what was understood together."""
    said: dict[str, list[Part]] = {}
    for part in understood.parts:
        if part.criterion and part.kind is not PartKind.WORD and used(part, given, understood):
            said.setdefault(part.criterion, []).append(part)
    for criterion, parts in said.items():
        yield LetGo(criterion, _either(dict.fromkeys(map(label, parts))), tuple(parts))
    yield from (LetGo(name, _chosen(name, codes)) for name, codes in given.filters.items() if codes)
    if given.within_m is not None and criteria.near:
        yield LetGo("within", f"Within {given.within_m / 1000:.3g} km")
    if given.starts_by:
        yield LetGo("starts_by", f"Starts by {given.starts_by:%-d %B %Y}")
    if given.verified_within_days is not None:
        yield LetGo("verified_within", f"Checked in the last {given.verified_within_days} days")
    if criteria.q:
        yield LetGo("q", f"“{criteria.q}”")


def criteria_without(given: Criteria, understood: Understood, criteria: Criteria, gone: Collection[LetGo], today: date) -> Criteria:
    """What is still asked. A place that is let go is still measured from: the nearest come first."""
    apart = {each.criterion for each in gone if not each.parts}
    said = [part for each in gone for part in each.parts if part.kind is PartKind.FACT]
    left = replace(understood, parts=tuple(part for part in understood.parts if part not in said))
    rest = replace(
        given,
        filters={name: codes for name, codes in given.filters.items() if name not in apart},
        starts_by=None if "starts_by" in apart else given.starts_by,
        verified_within_days=None if "verified_within" in apart else given.verified_within_days,
    )
    wider = asked_for(rest, left, today)
    anywhere = criteria.within_m is None or any(each.criterion in ("near", "within") for each in gone)
    within = None if anywhere else criteria.within_m
    return replace(wider, q="" if "q" in apart else wider.q, within_m=within, any_word=criteria.any_word)


def question_without(understood: Understood, gone: LetGo) -> str | None:
    """The words to search with instead; None when it was not said in words."""
    if gone.parts:
        return understood.without(*gone.parts)
    said = (part.typed for part in understood.parts if part.kind not in (PartKind.WORD, PartKind.LEFT_OUT))
    return " ".join(said) if gone.criterion == "q" else None


def _chosen(name: str, codes: frozenset[str]) -> str:
    options = BY_NAME[name].options or {}
    if options.keys() == {"yes", "no"}:
        return BY_NAME[name].label
    return f"{BY_NAME[name].label}: {_either(str(options.get(code, code)) for code in sorted(codes))}"


def _either(labels: Iterable[str]) -> str:
    return " or ".join(labels)
