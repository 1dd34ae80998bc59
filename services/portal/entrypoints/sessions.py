"""The session is a signed token in a cookie: read once a request, before any route, and handed on as if a program had sent it."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import NotAllowed, NotSignedIn
from shared.identity.demo import DEMO_LIFETIME
from shared.identity.tokens import TokenVerifier
from shared.web.problems import refusal_response

COOKIE = "signpost_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def start_session(request: Request, response: Response, token: str) -> None:
    """`Lax` keeps other sites from posting in a person's name."""
    seconds = int(DEMO_LIFETIME.total_seconds())
    response.set_cookie(COOKIE, token, max_age=seconds, httponly=True, samesite="lax", secure=request.url.scheme == "https")


def end_session(response: Response) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


class Sessions:
    """Turns the cookie into an Authorization header, so that routes declare permissions with `require` as in every service.

    A session that ran out counts as none, and its cookie is taken away: public pages go on, others ask to sign in. A form sent
    from another site is refused, whatever cookies came with it.
    """

    def __init__(self, app: ASGIApp, verifier: TokenVerifier) -> None:
        self._app, self._verifier = app, verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] not in SAFE_METHODS and headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            refusal = NotAllowed("This form was sent from another site.", remedy="Open the page here and send it again.")
            await refusal_response(refusal)(scope, receive, send)
            return
        given = _cookie(headers.get("cookie", ""))
        token = self._good(given)
        scope.setdefault("state", {})["token"] = token
        await self._app(_signed(scope, token), receive, send if token or not given else _dropping_cookie(send))

    def _good(self, token: str | None) -> str | None:
        if not token:
            return None
        try:
            self._verifier.actor(token)
        except NotSignedIn:
            return None
        return token


def _cookie(header: str) -> str | None:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


def _signed(scope: Scope, token: str | None) -> Scope:
    """A page takes its visitor from the cookie alone."""
    kept = [(name, value) for name, value in scope["headers"] if name != b"authorization"]
    own = [(b"authorization", f"Bearer {token}".encode())] if token else []
    return {**scope, "headers": [*kept, *own]}


def _dropping_cookie(send: Send) -> Send:
    async def dropping(message: Message) -> None:
        if message["type"] == "http.response.start":
            gone = Response()
            end_session(gone)
            headers = MutableHeaders(scope=message)
            if not any(each.startswith(f"{COOKIE}=") for each in headers.getlist("set-cookie")):
                headers.append("set-cookie", gone.headers["set-cookie"])
        await send(message)

    return dropping
