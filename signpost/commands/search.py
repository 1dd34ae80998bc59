"""signpost search: find classes from the terminal."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table

from services.directory.domain.filters import BY_NAME
from services.directory.entrypoints.search_query import FindQuery, SearchQuery, criteria_of
from services.directory.settings import DirectorySettings
from services.directory.use_cases.find_classes import find_classes
from services.directory.wiring import open_index, open_places, open_words
from shared.clock import SystemClock
from shared.contracts.directory import ClassShown
from shared.errors import Invalid
from shared.web.validation import field_problems
from signpost.commands.saying import DATA, Data, out


def search(
    words: Annotated[list[str], typer.Argument(help="What to look for; may be left out.")] = [],  # noqa: B006  read only
    near: Annotated[str, typer.Option(help="Postcode or its first part, town, district, or lat,lon.")] = "",
    within: Annotated[float | None, typer.Option(help="Kilometres from --near.")] = None,
    filter: Annotated[list[str], typer.Option("--filter", "-f", help="NAME=CODE as in the API, such as level=entry-2; repeat.")] = [],  # noqa: B006
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
    out.print(table)


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
