"""One line per request, with ids and the route's template: no query strings, tokens, addresses or personal data."""

import logging
import time
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry import current_traceparent, metrics
from shared.web.problems import unexpected_response
from shared.web.request_id import current_request_id
from shared.web.routes import path_template

access = logging.getLogger("signpost.access")
faults = logging.getLogger("signpost.faults")

FRAMES_KEPT = 12


class AccessLog:
    """Writes the line when the answer is complete. Milliseconds are of this process, sending included."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 0, time.perf_counter()

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting_status)
        finally:
            _answered(self._service, scope["method"], path_template(scope), status, time.perf_counter() - began)


class UnexpectedErrors:
    """The last resort: an exception nobody foresaw becomes a 500 problem. The log gets where it happened, not what it said,
    because the text of an exception may repeat what a person typed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_noting_start(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noting_start)
        except Exception as error:
            if scope["type"] != "http":
                raise
            _write(faults, logging.ERROR, type(error).__name__, error=type(error).__name__, route=path_template(scope), where=_where(error))
            if started:
                raise
            await unexpected_response()(scope, receive, send)


def _answered(service: str, method: str, route: str, status: int, seconds: float) -> None:
    metrics.requests.labels(service, method, route, str(status)).observe(seconds)
    fields = {"service": service, "method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    _write(access, logging.INFO, f"{method} {route} {status}", **fields)


def _where(error: Exception) -> list[str]:
    """The innermost frames, nearest last; the outer ones are the same for every request."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_KEPT:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _write(logger: logging.Logger, level: int, text: str, **fields: object) -> None:
    logger.log(level, text, extra={"request_id": current_request_id(), "traceparent": current_traceparent(), **fields})
