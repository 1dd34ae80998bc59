"""Every error as `application/problem+json` (RFC 9457). The one table that maps an error to a status is here."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from shared import errors
from shared.errors import FieldProblem, SignpostError
from shared.web.request_id import current_request_id
from shared.web.routes import allowed_methods
from shared.web.validation import field_problems

MEDIA_TYPE = "application/problem+json"
MOST_NAMED = 100
"""Problems named in one answer, so that a small bad request does not get a huge answer."""


class BodyTooLarge(HTTPException):
    """Raised in the middle of reading a body. FastAPI lets only its own exceptions through from there."""

    def __init__(self, refusal: errors.TooLarge) -> None:
        super().__init__(413)
        self.refusal = refusal


@dataclass(frozen=True)
class Kind:
    """One kind of problem: `name` is its stable identifier, the last part of `type`."""

    status: int
    name: str
    title: str
    headers: Mapping[str, str]


def _kind(status: int, name: str, title: str, **headers: str) -> Kind:
    return Kind(status, name, title, {header.replace("_", "-"): value for header, value in headers.items()})


KINDS: dict[type[SignpostError], Kind] = {
    errors.Invalid: _kind(422, "invalid", "What was sent breaks a rule"),
    errors.NotUnderstood: _kind(400, "not-understood", "It asks for what is not known here"),
    errors.NotFound: _kind(404, "not-found", "There is no such thing"),
    errors.NotSignedIn: _kind(401, "not-signed-in", "Not signed in", WWW_Authenticate='Bearer realm="signpost"'),
    errors.NotAllowed: _kind(403, "not-allowed", "Not allowed"),
    errors.Conflict: _kind(409, "conflict", "Not possible in the present state"),
    errors.Gone: _kind(410, "gone", "Not kept any more"),
    errors.ChangedMeanwhile: _kind(412, "changed-meanwhile", "Somebody else saved first"),
    errors.PreconditionMissing: _kind(428, "precondition-missing", "The update does not say which version it changes"),
    errors.TooLarge: _kind(413, "too-large", "Too large"),
    errors.TooMany: _kind(429, "too-many", "Too many at once", Retry_After="30"),
    errors.Unavailable: _kind(503, "unavailable", "Not available now", Retry_After="5"),
}

UNEXPECTED = _kind(500, "unexpected", "Something went wrong here")
FRAMEWORK: dict[int, tuple[Kind, str, str]] = {
    400: (_kind(400, "unreadable", "The request cannot be read"), "The body cannot be read.", "Check the body against its Content-Type."),
    404: (_kind(404, "no-such-address", "Nothing at this address"), "There is nothing at this address.", "See /docs for what there is."),
    405: (_kind(405, "wrong-method", "Wrong method"), "This address does not take this method.", "Use a method named in the Allow header."),
}


def kind_of(error: SignpostError) -> Kind:
    """The nearest entry of the table, so that a subclass is treated as what it is a kind of."""
    return next((KINDS[cls] for cls in type(error).__mro__ if cls in KINDS), UNEXPECTED)


def problem_response(
    kind: Kind,
    detail: str,
    remedy: str = "",
    problems: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    body = {
        "type": f"urn:signpost:problem:{kind.name}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "remedy": remedy,
        "problems": [asdict(problem) for problem in problems],
        "request_id": current_request_id(),
    }
    all_headers = {"Cache-Control": "no-store", **kind.headers, **(headers or {})}
    return Response(orjson.dumps(body), kind.status, all_headers, MEDIA_TYPE)


def refusal_response(error: SignpostError) -> Response:
    """The answer for one of our own errors."""
    return problem_response(kind_of(error), error.message, error.remedy, error.problems)


def unexpected_response() -> Response:
    """The answer when we are at fault: says nothing of the inside, and gives the id to ask with."""
    return problem_response(UNEXPECTED, "Something went wrong on our side.", "Try again; if it goes on, tell us the request_id.")


def add_problem_handlers(app: FastAPI) -> None:
    """From here on every error this app knows of is answered as a problem."""
    app.exception_handler(SignpostError)(_refused)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_from_framework)


async def _refused(request: Request, error: SignpostError) -> Response:
    return refusal_response(error)


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    problems = field_problems(error.errors())
    if len(problems) == 1:
        detail, remedy = f"{problems[0].field}: {problems[0].message}", problems[0].remedy
    else:
        detail, remedy = (
            f"{len(problems)} things are wrong with what was sent.",
            "Each is named under problems; put them right and send again.",
        )
    return problem_response(KINDS[errors.Invalid], detail, remedy, problems[:MOST_NAMED])


async def _from_framework(request: Request, error: HTTPException) -> Response:
    if isinstance(error, BodyTooLarge):
        return refusal_response(error.refusal)
    headers = {"Allow": allowed_methods(request)} if error.status_code == 405 else error.headers
    if error.status_code in FRAMEWORK:
        kind, detail, remedy = FRAMEWORK[error.status_code]
        return problem_response(kind, detail, remedy, headers=headers)
    kind = Kind(error.status_code, f"http-{error.status_code}", "The request was refused", {})
    return problem_response(kind, str(error.detail), headers=error.headers)


PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "What went wrong and what to do (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "remedy", "problems", "request_id"],
    "properties": {
        "type": {
            "type": "string",
            "description": "The kind of problem, stable, for programs.",
            "examples": ["urn:signpost:problem:invalid"],
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, for people."},
        "remedy": {"type": "string", "description": "What to do about it; may be empty."},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message", "remedy"],
                "properties": {
                    "field": {"type": "string", "examples": ["sessions[0].starts"]},
                    "message": {"type": "string"},
                    "remedy": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string", "description": "Name this when you ask for help."},
    },
}
