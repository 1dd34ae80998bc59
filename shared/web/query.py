"""A misspelt query parameter is refused, never passed over: a search that drops a filter answers another question."""

from typing import Any

from fastapi.routing import RouteContext
from pydantic import BaseModel
from rapidfuzz import fuzz, process
from starlette.requests import Request

from shared.errors import FieldProblem, Invalid
from shared.web.routes import matched_route

NEAR_ENOUGH = 60
"""Of 100, rapidfuzz's ratio: `levle` is near `level` (80), `colour` is near nothing."""
LONGEST_NAME_REPEATED = 40


async def refuse_unknown_parameters(request: Request) -> None:
    """A dependency for the whole app. Raises Invalid naming each unknown parameter and the nearest known one."""
    route = matched_route(request)
    if route is None or not request.query_params:
        return
    known = parameter_names(route)
    unknown = tuple(_problem(name, known) for name in request.query_params if name not in known)
    if unknown:
        raise Invalid(unknown[0].message, remedy=unknown[0].remedy, problems=unknown)


def nearest(name: str, known: tuple[str, ...]) -> str | None:
    """The known name this was most likely meant to be."""
    found = process.extractOne(name.lower(), known, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return found[0] if found else None


def parameter_names(route: RouteContext) -> tuple[str, ...]:
    """Every query parameter a route takes, those of its dependencies and query models among them, in order."""
    return tuple(dict.fromkeys(_names(route.dependant)))


def _names(dependant: Any) -> list[str]:
    names = [name for field in dependant.query_params for name in _names_of_field(field)]
    return names + [name for dependency in dependant.dependencies for name in _names(dependency)]


def _names_of_field(field: Any) -> list[str]:
    kind = field.field_info.annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [str(info.validation_alias or info.alias or name) for name, info in kind.model_fields.items()]
    return [field.alias]


def _problem(name: str, known: tuple[str, ...]) -> FieldProblem:
    shown = name[:LONGEST_NAME_REPEATED]
    message = f"There is no parameter `{shown}` here."
    near = nearest(shown, known)
    if near:
        return FieldProblem(shown, message, f"Did you mean `{near}`?")
    return FieldProblem(shown, message, f"The parameters are: {', '.join(known)}." if known else "This address takes no parameters.")
