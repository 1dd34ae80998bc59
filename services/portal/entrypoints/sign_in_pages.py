"""Signing in and out. In a demonstration one chooses an invented person; otherwise one brings a token."""

import re

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.portal.entrypoints.asking import Demo, Directory, Rendering, Visitor
from services.portal.entrypoints.desk import Desk, go
from services.portal.entrypoints.form_tokens import Form
from services.portal.entrypoints.sessions import end_session, start_session
from services.portal.languages import gettext as _
from shared.errors import FieldProblem, NotAllowed, SignpostError
from shared.identity.tokens import TokenVerifier
from shared.permissions import Actor, Permission, Role

router = APIRouter()

HERE = re.compile(r"/(?![/\\])[\x21-\x7e]*")
"""A path on this site; `//host` and `/\\host` would lead to another."""


def _desk(request: Request, visitor: Visitor, directory: Directory, pages: Rendering) -> Desk:
    return Desk(request, visitor, directory, pages)


@router.get("/sign-in")
def sign_in(demo: Demo, desk: Desk = Depends(_desk), next: str = "") -> Response:
    return _page(desk, demo, next)


@router.post("/sign-in")
def signed_in(request: Request, form: Form, demo: Demo, visitor: Visitor) -> Response:
    """As the person whose button was pressed."""
    if demo is None:
        raise NotAllowed(_("Demo people cannot sign in here."), remedy=_("Sign in with a token."))
    token = demo.token(form.one("person"))
    return _started(request, token, form.one("next"))


@router.post("/sign-in/token")
def signed_in_with_token(request: Request, form: Form, demo: Demo, desk: Desk = Depends(_desk)) -> Response:
    """In the body of a form, for addresses are kept in logs and histories."""
    token = form.one("token")
    try:
        _verifier(request).actor(token)
    except SignpostError as error:
        return _page(desk, demo, form.one("next"), [FieldProblem("token", error.message, _("Ask for a new token."))], 422)
    return _started(request, token, form.one("next"))


@router.post("/sign-out")
def signed_out(visitor: Visitor) -> Response:
    """Needs no token of a form: it takes nothing away but this browser's own session."""
    response = go("/sign-in", done="signed-out")
    end_session(response)
    return response


def _page(desk: Desk, demo: Demo, next: str, problems: list[FieldProblem] | None = None, status: int = 200) -> Response:
    people = [(person, _may_do(person.actor)) for person in demo.people()] if demo else []
    beside = {problem.field: problem.message for problem in problems or ()}
    asked = next if HERE.fullmatch(next) else ""
    done = desk.request.query_params.get("done", "")
    return desk.page("sign_in.html", status, people=people, next=asked, done=done, problems=problems or (), errors=beside)


def _started(request: Request, token: str, next: str) -> Response:
    actor = _verifier(request).actor(token)
    home = "/my" if actor.may(Permission.PROVISION_WRITE) else "/"
    response = go(next if HERE.fullmatch(next) else home)
    start_session(request, response, token)
    return response


def _verifier(request: Request) -> TokenVerifier:
    verifier: TokenVerifier = request.app.state.verifier
    return verifier


def _may_do(actor: Actor) -> str:
    """What the role lets a person do, in one sentence."""
    said = {
        Role.PROVIDER: _("Publishes and changes the classes of one organisation, and brings in its spreadsheets."),
        Role.DEVELOPMENT_WORKER: _("Publishes and changes the classes of every organisation in the region, and brings in spreadsheets."),
        Role.OPERATOR: _("Keeps this installation running, and may change every listing."),
        Role.COORDINATOR: _("Finds classes, and reads who changed what."),
        Role.AUTHORITY_OFFICER: _("Finds classes, and reads who changed what in one council’s area."),
        Role.REFERRER: _("Finds classes for learners."),
        Role.PARTNER_SYSTEM: _("Reads the same listings as everyone."),
    }
    return " ".join(said[role] for role in Role if role in actor.roles)
