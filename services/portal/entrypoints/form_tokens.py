"""A secret in each form, so that only our own pages can send one: tied to the browser and to who is signed in."""

import secrets
import uuid
from typing import Annotated

from fastapi import Depends, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import UploadFile
from starlette.responses import Response

from services.portal.forms.typed import Typed
from services.portal.languages import gettext as _
from shared.errors import NotAllowed
from shared.permissions import Actor, Permission
from shared.web.access import require

COOKIE = "signpost_forms"
FIELD = "form_token"
MOST_FIELDS = 2_000
LONGEST_OPEN = 12 * 3600
"""Seconds a page with a form may stay open."""


def form_token(request: Request, visitor: Actor) -> str:
    """The browser keeps the key in a cookie of its own, so a page left open outlives a session that ran out: sign in, go back, send."""
    return str(_serializer(_key(request)).dumps(visitor.subject))


def keep_form_key(request: Request, response: Response) -> None:
    """Sets the cookie if this page has a form and the browser had no key yet."""
    if fresh := getattr(request.state, "form_key", None):
        response.set_cookie(COOKIE, fresh, httponly=True, samesite="lax", secure=request.url.scheme == "https")


def new_key() -> str:
    """For a form that must have one effect however often it is sent; goes on as Idempotency-Key."""
    return str(uuid.uuid4())


async def sent_form(request: Request, visitor: Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]) -> Typed:
    """The fields of a form from one of our own pages. Raises NotAllowed for any other."""
    form = await request.form(max_fields=MOST_FIELDS)
    typed = Typed((name, value) for name, value in form.multi_items() if isinstance(value, str))
    _check(request, visitor, typed.one(FIELD))
    return typed


async def sent_file(request: Request, form: Annotated[Typed, Depends(sent_form)]) -> UploadFile | None:
    """The file of the form, None when none was chosen."""
    given = (await request.form(max_fields=MOST_FIELDS)).get("file")
    return given if isinstance(given, UploadFile) and given.filename else None


def _check(request: Request, visitor: Actor, token: str) -> None:
    key = request.cookies.get(COOKIE, "")
    try:
        good = bool(key) and _serializer(key).loads(token, max_age=LONGEST_OPEN) == visitor.subject
    except BadSignature:
        good = False
    if not good:
        raise NotAllowed(
            _("This form was not sent from a page that was opened here, or the page was open for too long."),
            remedy=_("Nothing was changed. Go back, reload the page and send it again."),
        )


def _key(request: Request) -> str:
    if kept := request.cookies.get(COOKIE):
        return kept
    if not getattr(request.state, "form_key", None):
        request.state.form_key = secrets.token_urlsafe(32)
    return str(request.state.form_key)


def _serializer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="form")


Form = Annotated[Typed, Depends(sent_form)]
File = Annotated[UploadFile | None, Depends(sent_file)]
