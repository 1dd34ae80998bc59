"""signpost search: find classes from the terminal, and say why one stands where it does."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table
from typer.core import TyperGroup

from services.directory.domain.filters import BY_NAME
from services.directory.domain.understanding.understood import label, used
from services.directory.entrypoints.search_query import FindQuery, SearchQuery, criteria_of
from services.directory.settings import DirectorySettings
from services.directory.use_cases.explain_rank import explain_rank
from services.directory.use_cases.find_classes import Asked, find_classes
from services.directory.use_cases.fit_class import fit_class
from services.directory.wiring import open_database, open_index, open_places, open_words, open_works
from shared.clock import SystemClock
from shared.contracts.directory import ClassShown
from shared.errors import Invalid
from shared.web.validation import field_problems
from signpost.commands.saying import DATA, Data, out, plain


class _FindUnlessNamed(TyperGroup):
    """`signpost search free leeds` finds; only the name of another command says otherwise."""

    default = "find"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else [self.default, *args])


app = typer.Typer(
    cls=_FindUnlessNamed, help="Find classes with the rules of the pages: signpost search WORDS. Or say why one stands where it does."
)
Near = Annotated[str, typer.Option(help="Postcode or its first part, town, district, or lat,lon.")]
Within = Annotated[float | None, typer.Option(help="Kilometres from --near.")]
Filters = Annotated[list[str], typer.Option("--filter", "-f", help="NAME=CODE as in the API, such as level=entry-2; repeat.")]


@app.command()
def find(
    words: Annotated[list[str], typer.Argument(help="What to look for; may be left out.")] = [],  # noqa: B006  read only
    near: Near = "",
    within: Within = None,
    filter: Filters = [],  # noqa: B006
    sort: Annotated[str, typer.Option(help="best, nearest, soonest or fresh.")] = "best",
    limit: Annotated[int, typer.Option(min=1, max=100)] = 10,
    data: Data = DATA,
) -> None:
    """Find classes, with the same rules as the web pages and the API."""
    settings = DirectorySettings(data=data)
    query = _query({"q": " ".join(words), "near": near, "within": within, "sort": sort, "limit": limit}, filter)
    engine, clock = open_index(settings.index), SystemClock()
    answer = find_classes(engine, open_places(settings), open_words(), clock, criteria_of(query), near)
    title = "1 class" if answer.found.total == 1 else f"{answer.found.total} classes"
    table = Table(
        "class",
        "provider",
        "where",
        "why",
        title=title,
        title_justify="left",
    )
    for hit in answer.found.hits:
        state = ClassShown.model_validate_json(hit.card)
        table.add_row(state.details.name, state.provider.name, _where(state), "; ".join(hit.why))
    _say_understood(answer.asked)
    out.print(table)
    for way in answer.advice.ways:
        out.print(f"  without {plain(way.label)}: {way.total}")


@app.command()
def explain(
    words: Annotated[str, typer.Argument(help="What to look for, in quotation marks.")],
    class_id: Annotated[str, typer.Argument(metavar="CLASS", help="Its id, as its page's address shows it.")],
    near: Near = "",
    within: Within = None,
    filter: Filters = [],  # noqa: B006
    data: Data = DATA,
) -> None:
    """Why a class stands where it does among what these words find: each point with its reason."""
    settings, clock = DirectorySettings(data=data), SystemClock()
    query = _query({"q": words, "near": near, "within": within}, filter)
    works = open_works(open_database(settings), clock)
    engine, places, book = open_index(settings.index), open_places(settings), open_words()
    rank = explain_rank(works, engine, places, book, clock, criteria_of(query), near, class_id)
    _say_understood(rank.asked)
    name = f"{plain(rank.state.details.name)} ({plain(rank.state.provider.name)})"
    out.print(f"[bold]{name}[/] " + (f"is number {rank.place} of {rank.total}." if rank.place else f"is not among the {rank.total} found."))
    if rank.place is None:
        missed = fit_class(works, engine, places, book, clock, class_id, criteria_of(query), near)
        for message in dict.fromkeys(each.miss.message for each in missed):
            out.print(f"  {plain(message)}")
    table = Table("points", "because", "why that counts", caption=f"{sum(reason.points for reason in rank.reasons)} points in all")
    for reason in rank.reasons:
        table.add_row(f"{reason.points:+d}", plain(reason.what), plain(reason.why))
    out.print(table)


def _say_understood(asked: Asked) -> None:
    for part in asked.understood.parts:
        if used(part, asked.given, asked.understood):
            out.print(f"  “{plain(part.typed)}” → {plain(label(part))}")
        else:
            out.print(f"  “{plain(part.typed)}” was left out. {plain(part.why)}".rstrip())


def _query(given: dict[str, Any], filters: list[str]) -> FindQuery:
    """Raises Invalid, naming the option or filter."""
    asked: dict[str, Any] = {name: value for name, value in given.items() if value}
    for text in filters:
        name, equals, code = text.partition("=")
        if not equals:
            raise Invalid.field("filter", f"“{text}” is no filter.", "Write NAME=CODE, such as level=entry-2.")
        if name not in BY_NAME:
            raise Invalid.field("filter", f"There is no filter “{name}”.", f"Use one of: {', '.join(BY_NAME)}.")
        asked.setdefault(name, []).append(code)
    try:
        return SearchQuery.model_validate(asked)
    except ValidationError as error:
        problems = field_problems([{**each, "loc": ("query", *each["loc"])} for each in error.errors()])
        raise Invalid("The search cannot be understood.", problems=problems) from error


def _where(state: ClassShown) -> str:
    return ", ".join(part for part in (state.where.name, state.where.town) if part) if state.where else "Online"
