"""CORS: any web page may read this, without a key. Of this app only."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}
PREFLIGHT = {"Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "If-None-Match", "Access-Control-Max-Age": "86400"}


class OpenToPages:
    """Said on every answer, problems too, whether or not the caller names its origin: caches then keep one answer for all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_allowing(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(ALLOWED)
            await send(message)

        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send_allowing)
        else:
            await self._app(scope, receive, send_allowing)
