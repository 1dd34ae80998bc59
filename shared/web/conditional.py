"""ETag, If-None-Match and If-Match: two people editing, and nobody's work overwritten. The tag is the aggregate's sequence."""

import re
from typing import Annotated

from fastapi import Header
from pydantic.json_schema import SkipJsonSchema
from starlette.requests import Request
from starlette.responses import Response

from shared.errors import Invalid, PreconditionMissing

ONE_TAG = re.compile(r'"(\d{1,18})"')
READ_AGAIN = 'Read it again, and send the ETag of that answer as If-Match, such as If-Match: "7".'


def etag(sequence: int) -> str:
    """The tag of version `sequence`, quotes included (RFC 9110, 8.8.3)."""
    return f'"{sequence}"'


def not_modified(request: Request, sequence: int) -> Response | None:
    """The 304 answer when the caller already has this version, else None. Compares weakly, as RFC 9110, 13.1.2 asks."""
    tag = etag(sequence)
    return Response(status_code=304, headers={"ETag": tag}) if has_already(request, tag) else None


def has_already(request: Request, tag: str) -> bool:
    """Whether the caller has the answer of this tag, quotes included."""
    given = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    return tag in given or "*" in given


IfMatch = Annotated[
    str | SkipJsonSchema[None],
    Header(
        alias="If-Match",
        description="The ETag of the version you change.",
        examples=['"7"'],
        json_schema_extra={"pattern": rf"^{ONE_TAG.pattern}$"},
    ),
]
"""Read from the request itself; declared so that the reference shows it."""


def require_if_match(request: Request, documented: IfMatch = None) -> int:
    """The version the caller changes; a dependency. Raises PreconditionMissing without If-Match, Invalid when it is not one of our tags."""
    given = request.headers.get("if-match", "").strip()
    if not given:
        raise PreconditionMissing("The update does not say which version it changes.", remedy=READ_AGAIN)
    if given == "*":
        raise Invalid.field("If-Match", "`*` would overwrite whatever somebody else saved meanwhile, so it is not taken.", READ_AGAIN)
    tag = ONE_TAG.fullmatch(given)
    if tag is None:
        raise Invalid.field("If-Match", "This is not one of our tags: a number in double quotes, and one only.", READ_AGAIN)
    return int(tag[1])
