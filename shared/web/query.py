"""A misspelt query parameter is refused, never passed over: a search that drops a filter answers another question."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from fastapi.routing import RouteContext
from pydantic import BaseModel
from rapidfuzz import fuzz, process
from starlette.requests import Request

from shared.errors import FieldProblem, Invalid, NotFound
from shared.web.routes import matched_route

NEAR_ENOUGH = 60
"""Of 100, rapidfuzz's ratio: `levle` is near `level` (80), `colour` is near nothing."""
LONGEST_NAME_REPEATED = 40
NUL = "\0"
MANY = (list, set, frozenset, tuple)


async def refuse_unknown_parameters(request: Request) -> None:
    """A dependency for the whole app. Raises Invalid naming each unknown parameter and the nearest known one,
    and each that is given more than once where only one is taken."""
    route = matched_route(request)
    if route is None or not request.query_params:
        return
    known = parameters(route)
    given = request.query_params.multi_items()
    problems = [_unknown(name, tuple(known)) for name in request.query_params if name not in known]
    problems += [_repeated(name) for name, most_one in known.items() if most_one and sum(name == each for each, _ in given) > 1]
    if problems:
        raise Invalid(problems[0].message, remedy=problems[0].remedy, problems=tuple(problems))


async def refuse_nul(request: Request) -> None:
    """A dependency for the whole app. Raises NotFound where a path holds the character 0: no id has it, and PostgreSQL takes none."""
    if any(NUL in str(value) for value in request.path_params.values()):
        raise NotFound("There is nothing at this address.", remedy="Check how it was copied: it holds a character that no address has.")


def nearest(name: str, known: tuple[str, ...]) -> str | None:
    """The known name this was most likely meant to be."""
    found = process.extractOne(name.lower(), known, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return found[0] if found else None


def parameters(route: RouteContext) -> dict[str, bool]:
    """Every query parameter a route takes, those of its dependencies and query models among them; True where it is taken once."""
    return dict(_parameters(route.dependant))


def _parameters(dependant: Any) -> Iterator[tuple[str, bool]]:
    for field in dependant.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, info in kind.model_fields.items():
                yield str(info.validation_alias or info.alias or name), not _holds_many(info.annotation)
        else:
            yield field.alias, not _holds_many(kind)
    for dependency in dependant.dependencies:
        yield from _parameters(dependency)


def _holds_many(kind: Any) -> bool:
    return get_origin(kind) in MANY or any(get_origin(option) in MANY for option in get_args(kind))


def _repeated(name: str) -> FieldProblem:
    return FieldProblem(name, f"`{name}` is given more than once.", "Give it once.")


def _unknown(name: str, known: tuple[str, ...]) -> FieldProblem:
    shown = name[:LONGEST_NAME_REPEATED]
    message = f"There is no parameter `{shown}` here."
    near = nearest(shown, known)
    if near:
        return FieldProblem(shown, message, f"Did you mean `{near}`?")
    return FieldProblem(shown, message, f"The parameters are: {', '.join(known)}." if known else "This address takes no parameters.")
