"""Headers on every answer that keep a browser from loading or sending anything elsewhere."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = re.compile(r"https://[A-Za-z0-9*.-]+(:\d{1,5})?")


def content_security_policy(tile_host: str | None = None) -> str:
    """`tile_host` is the map tile server, `https://tiles.example.org`; raises ValueError when it is not just that."""
    if tile_host is not None and not HOST.fullmatch(tile_host):
        raise ValueError("The tile server is given as https:// and a host name, without a path.")
    images = "'self' data:" + (f" {tile_host}" if tile_host else "")
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class SecurityHeaders:
    """Adds what is not there yet, so that an app mounted in another may say something stricter."""

    def __init__(self, app: ASGIApp, tile_host: str | None = None) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": content_security_policy(tile_host),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
