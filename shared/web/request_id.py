"""The id of the request being answered, so that an answer, a log line and a question from a person can be brought together."""

import re
import secrets
import uuid
from contextvars import ContextVar

from opentelemetry.trace import SpanKind
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry import current_traceparent, set_traceparent, span, traced
from shared.web.routes import path_template

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Empty outside a request."""
    return _current.get()


class RequestContext:
    """Gives each request its id and its traceparent (W3C Trace Context): the caller's when well formed, else a new one.

    Puts back what was in force before, for a service that is called within one process.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _accepted(headers.get(HEADER, ""))

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        token = _current.set(request_id)
        try:
            with traced(headers.get("traceparent") or current_traceparent()), span(scope["method"], SpanKind.SERVER) as step:
                _begin_trace_if_none()
                await self._app(scope, receive, send_with_id)
                step.update_name(f"{scope['method']} {path_template(scope)}")
        finally:
            _current.reset(token)


def _begin_trace_if_none() -> None:
    if current_traceparent() is None:
        set_traceparent(f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01")


def _accepted(given: str) -> str:
    """A caller's id is kept when it cannot break a log line; within one process, mounted apps share the outer one."""
    return given if WELL_FORMED.fullmatch(given) else current_request_id() or str(uuid.uuid4())
