"""The search's query parameters, made from the table of filters; so a new filter is a new parameter with its help."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from services.directory.domain.criteria import MOST_RESULTS, Criteria, Sort
from services.directory.domain.filters import FILTERS, Filter
from services.directory.use_cases.suggest import Kind
from shared.errors import Invalid
from shared.web.paging import decode_cursor, encode_cursor

LONGEST_Q = 200
"""Characters of free text; nobody types more to find a class."""
MOST_CODES = 50
LONGEST_CODE = 240
"""As long as the longest line a listing may hold, so that what is offered can be asked for."""
MOST_KM = 200


def _printable(text: str) -> str:
    """Control characters say nothing in a search; they are taken for spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


Typed = Annotated[str, Field(max_length=LONGEST_Q), AfterValidator(_printable)]


class SuggestQuery(BaseModel):
    """The beginning of a name, and which kinds are wanted."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Typed, Field(description="What was typed so far.")] = ""
    kind: Annotated[list[Kind], Field(max_length=len(Kind), description="Only these; without it all.")] = []


class FindQuery(BaseModel):
    """What does not come from the table of filters."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Typed, Field(description="Words to look for. Typing slips are forgiven.")] = ""
    near: Annotated[str, Field(max_length=LONGEST_Q, description="A postcode or its first part, a town or district, or lat,lon.")] = ""
    within: Annotated[float | None, Field(gt=0, le=MOST_KM, allow_inf_nan=False, description="Kilometres from `near`.")] = None
    starts_by: Annotated[date | None, Field(description="Can be joined by this day.")] = None
    verified_within: Annotated[int | None, Field(ge=1, le=365, description="Days since a human last said that the listing is right.")] = (
        None
    )
    sort: Annotated[Sort, Field(description="`nearest` needs `near`.")] = Sort.BEST
    limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = 20
    cursor: Annotated[str | None, Field(description="`next` of the page before.")] = None


def _parameter(each: Filter) -> Any:
    """Fixed options are an enumeration in the API; open ones take any code."""
    kind: Any = Literal[tuple(str(code) for code in each.options)] if each.options else Annotated[str, Field(max_length=LONGEST_CODE)]
    return Annotated[list[kind], Field(max_length=MOST_CODES, description=f"{each.label}. {each.help}".strip())]


_parameters: dict[str, Any] = {each.name: (_parameter(each), []) for each in FILTERS}
SearchQuery: type[FindQuery] = create_model("SearchQuery", __base__=FindQuery, **_parameters)
"""FindQuery with one repeatable parameter per filter."""


def criteria_of(query: FindQuery) -> Criteria:
    """The place is not looked up here: see find_classes."""
    wanted = {each.name: frozenset(getattr(query, each.name)) for each in FILTERS if getattr(query, each.name)}
    if query.sort is Sort.NEAREST and not query.near:
        raise Invalid.field("sort", "Nearest needs a place to measure from.", "Give a town or postcode in `near`, or sort another way.")
    return Criteria(
        q=query.q,
        within_m=query.within * 1000 if query.within else None,
        filters=wanted,
        starts_by=query.starts_by,
        verified_within_days=query.verified_within,
        sort=query.sort,
        limit=query.limit,
        cursor=decode_cursor(query.cursor, "classes").text("at") if query.cursor else None,
    )


def next_cursor(at: str | None) -> str | None:
    return encode_cursor({"at": at}, "classes") if at else None
