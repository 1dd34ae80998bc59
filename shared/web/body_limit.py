"""A limit on what may be sent, counted as it arrives, so that a body is never held in memory first and measured after."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import TooLarge
from shared.web.problems import BodyTooLarge, refusal_response
from shared.web.routes import path_within

ONE_MEBIBYTE = 1024 * 1024


class BodyLimit:
    """`limits` maps the beginning of a path (within the app) to bytes; the longest that fits wins, `limit` otherwise."""

    def __init__(self, app: ASGIApp, limit: int = ONE_MEBIBYTE, limits: Mapping[str, int] | None = None) -> None:
        self._app, self._limit = app, limit
        self._limits = sorted((limits or {}).items(), key=lambda each: -len(each[0]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_for(scope)
        if _declared_length(scope) > limit:
            await refusal_response(_too_large(limit))(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)

    def _limit_for(self, scope: Scope) -> int:
        path = path_within(scope)
        return next((limit for prefix, limit in self._limits if path.startswith(prefix)), self._limit)


def _counted(receive: Receive, limit: int) -> Receive:
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise BodyTooLarge(_too_large(limit))
        return message

    return counted


def _declared_length(scope: Scope) -> int:
    """A wrong Content-Length is the server's to refuse; here it counts as none."""
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _too_large(limit: int) -> TooLarge:
    shown = f"{limit // ONE_MEBIBYTE} MiB" if limit >= ONE_MEBIBYTE else f"{limit} bytes"
    return TooLarge(f"What was sent is larger than {shown}, the most taken here.", remedy="Send less at a time.")
