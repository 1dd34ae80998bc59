"""Every refusal on its way to a person becomes a page that says what happened and what to do; a program's stays as it is."""

from typing import Any
from urllib.parse import quote

import orjson
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.portal.adapters.problem import Problem
from services.portal.entrypoints.pages import Pages
from shared.identity.tokens import TokenVerifier
from shared.permissions import ANYONE, Actor
from shared.web.problems import MEDIA_TYPE, Kind, add_problem_handlers, problem_response

FOR_PROGRAMS = (".json", "/live", "/ready")
"""How the paths end that programs ask."""
NOT_SIGNED_IN = 401


def add_problem_pages(app: FastAPI) -> None:
    """A service's Problem is answered with its own status and words."""
    add_problem_handlers(app)
    app.exception_handler(Problem)(_passed_on)


async def _passed_on(request: Request, problem: Problem) -> Response:
    return problem_response(Kind(problem.status, "from-service", problem.title, {}), problem.detail, problem.remedy, problem.problems)


class ProblemPages:
    """Around everything, so that limits and unforeseen errors are shown in the same way."""

    def __init__(self, app: ASGIApp, pages: Pages, verifier: TokenVerifier) -> None:
        self._app, self._pages, self._verifier = app, pages, verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].endswith(FOR_PROGRAMS):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def send_or_hold(message: Message) -> None:
            if message["type"] == "http.response.start" and Headers(scope=message).get("content-type") == MEDIA_TYPE:
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)

        await self._app(scope, receive, send_or_hold)
        if held:
            await self._page(scope, held)(scope, receive, send)

    def _page(self, scope: Scope, held: list[Message]) -> Response:
        said = orjson.loads(b"".join(message.get("body", b"") for message in held[1:]))
        request = Request(scope)
        if said["status"] == NOT_SIGNED_IN and request.method == "GET":
            return RedirectResponse(f"/sign-in?next={quote(_path(request), safe='')}", 303)
        response = self._pages.render(request, self._visitor(request), "problem.html", said["status"], problem=said)
        _keep_headers(held[0], response)
        return response

    def _visitor(self, request: Request) -> Actor:
        """The session was read before anything went wrong, or nothing was read at all."""
        token: str | None = getattr(request.state, "token", None)
        return self._verifier.actor(token) if token else ANYONE


def _path(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _keep_headers(start: Message, response: Response) -> None:
    before: Any = MutableHeaders(scope=start)
    for name in ("retry-after", "allow"):
        if name in before:
            response.headers[name] = before[name]
    response.headers["Cache-Control"] = "no-store"
