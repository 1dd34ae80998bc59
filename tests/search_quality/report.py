"""The page docs/reference/search-quality.md: how good the answers are, question by question, and where they fall short."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from shared.contracts import labels
from shared.contracts.directory import ClassShown
from tests.search_quality.corpus import listings, may_be_shown
from tests.search_quality.embedded import embedded
from tests.search_quality.grading import grades
from tests.search_quality.judged import Judged
from tests.search_quality.measure import GOAL, LOOKED_AT, Measured, mean, measure

WORST = 15
TOLD = 3
"""Results of each question that are told in words."""
LANGUAGE = {
    "en": "English", "pl": "Polish", "ur": "Urdu", "pa": "Panjabi", "ro": "Romanian", "ar": "Arabic", "zh": "Chinese", "sk": "Slovak",
    "ckb": "Kurdish (Sorani)", "lt": "Lithuanian", "pt": "Portuguese", "bn": "Bengali", "es": "Spanish", "ru": "Russian", "gu": "Gujarati",
    "fa": "Persian",
}  # fmt: skip


def quality_page() -> str:
    """Without title; the embedded engine's."""
    with embedded(listings()) as search:
        measured = measure(search)
    return "\n\n".join(
        (
            f"{len(measured)} questions as people type them, each judged beforehand by what its person wants, against "
            f"{sum(map(may_be_shown, listings()))} classes of the sample region. nDCG@{LOOKED_AT} is 1 when the first {LOOKED_AT} results "
            "are the best there are, best first, and 0 when none of them is of any use. How the judging works, and how to add a question: "
            "[how to read a ranking](../how-to/read-a-ranking.md).",
            f"**Mean {mean(measured):.3f}; the goal is {GOAL}.** Embedded engine.",
            "## By kind and by language",
            _by("kind", measured, lambda query: query.kind),
            _by("language", measured, lambda query: (LANGUAGE[query.language],)),
            f"## Where it falls short\n\nThe {WORST} lowest.",
            *(_short(each) for each in sorted(measured, key=lambda each: each.ndcg)[:WORST] if each.ndcg < 1),
            "## Every question",
            "Grades of the first ten results, from the first: 3 exactly what was wanted, 2 nearly, 1 worth knowing, 0 no answer.",
            _every(measured),
        )
    )


def _by(what: str, measured: Sequence[Measured], groups: Callable[[Judged], Iterable[str]]) -> str:
    of: dict[str, list[float]] = defaultdict(list)
    for each in measured:
        for name in groups(each.query):
            of[name].append(each.ndcg)
    rows = [(name, str(len(them)), f"{fmean(them):.3f}", f"{min(them):.2f}") for name, them in sorted(of.items())]
    return _table((what, "questions", "mean", "lowest"), rows)


def _every(measured: Sequence[Measured]) -> str:
    header = ("question", f"nDCG@{LOOKED_AT}", "found", "grades", "first results")
    return _table(header, [_line(each) for each in measured])


def _line(each: Measured) -> tuple[str, ...]:
    return _asked(each.query), f"{each.ndcg:.3f}", str(each.total), _grades(each.grades), _first(each)


def _short(each: Measured) -> str:
    missed = _missed(each)
    lines = [
        f"**{_asked(each.query)}** {each.ndcg:.3f}. {each.query.intent}",
        f"Grades {_grades(each.grades) or 'none'}; the best there are: {_grades(each.ideal)}. {each.total} found.",
        f"First: {_first(each) or 'nothing'}.",
        f"Not among the first {LOOKED_AT}: {_told(missed)} ({grades(each.query)[missed.id]})."
        if missed
        else "All of the best are among them.",
    ]
    return "  \n".join(lines)


def _missed(each: Measured) -> ClassShown | None:
    """The best class that is not shown, if it is better than the worst that is, or than nothing."""
    shown = {one.id for one in each.shown}
    rest = [one for one in listings() if one.id not in shown]
    of = grades(each.query)
    best = max(rest, key=lambda one: of[one.id])
    worst = min(each.grades) if len(each.grades) == LOOKED_AT else 0
    return best if of[best.id] > worst else None


def _asked(query: Judged) -> str:
    near = f" (near: {query.near})" if query.near else ""
    within = f" (within {query.within_km:g} km)" if query.within_km else ""
    return f"“{query.q}”{near}{within}"


def _grades(grades: Sequence[int]) -> str:
    return "".join(map(str, grades))


def _first(each: Measured) -> str:
    return "; ".join(_told(shown) for shown in each.shown[:TOLD])


def _told(shown: ClassShown) -> str:
    where = (shown.where.town or shown.where.name) if shown.where else "online"
    levels = ", ".join(labels.LEVEL[level] for level in shown.details.levels)
    return f"{shown.details.name}, {where} ({levels})"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
