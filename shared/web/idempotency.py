"""Idempotency-Key: the same request sent twice is done once. Here it is only read; the storage layer keeps the answers."""

import hashlib
import re
from typing import Annotated

from fastapi import Header
from pydantic.json_schema import SkipJsonSchema
from starlette.requests import Request

from shared.errors import Invalid

WELL_FORMED = re.compile(r"[A-Za-z0-9._:-]{8,128}")


def idempotency(request: Request, body: bytes) -> tuple[str | None, str]:
    """(key or None, fingerprint of what is asked). The same key with another fingerprint is a Conflict, for the storage layer to say.

    A key belongs to the person who sent it: keep it under the actor's subject. Quotes around it, as in the IETF draft, are taken off.
    Raises Invalid when the key has other than 8 to 128 letters, digits, dots, colons, dashes and underscores.
    """
    given = request.headers.get("idempotency-key")
    if given is None:
        return None, fingerprint(request, body)
    key = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    if not WELL_FORMED.fullmatch(key):
        raise Invalid.field("Idempotency-Key", "This key has the wrong length or characters.", "Use a new UUID for each new request.")
    return key, fingerprint(request, body)


Key = Annotated[
    str | SkipJsonSchema[None],
    Header(
        alias="Idempotency-Key",
        description="The same key again does the same thing only once.",
        json_schema_extra={"pattern": f"^{WELL_FORMED.pattern}$"},
    ),
]
"""Read from the request itself; declared so that the reference shows it."""


async def read_idempotency(request: Request, documented: Key = None) -> tuple[str | None, str]:
    """The same as a dependency, for routes with a JSON body."""
    return idempotency(request, await request.body())


def fingerprint(request: Request, body: bytes) -> str:
    """SHA-256 over method, path with query, and body, in hexadecimal."""
    asked = f"{request.method}\n{request.url.path}?{request.url.query}\n"
    return hashlib.sha256(asked.encode() + body).hexdigest()
