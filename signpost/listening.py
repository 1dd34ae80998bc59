"""Serving a web app on a port, and ending with everything closed."""

import errno
import signal
import socket

import uvicorn
from starlette.types import ASGIApp

from shared.errors import Unavailable

GRACE_SECONDS = 5
"""How long an answer that is being given may go on after the process was told to end."""


def serve_app(app: ASGIApp, host: str, port: int) -> None:
    """Returns when told to end, by Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, _end)
    uvicorn.run(
        app, host=host, port=port, access_log=False, server_header=False, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS
    )


def check_port(host: str, port: int) -> None:
    """Raises Unavailable, saying what to do, when it cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _port_trouble(host, port, error) from error


def _end(number: int, frame: object) -> None:
    """SIGTERM, from systemd or a container engine, ends as Ctrl-C does: with everything closed. uvicorn passes it on when it is done."""
    raise SystemExit(0)


def _port_trouble(host: str, port: int, error: OSError) -> Unavailable:
    if error.errno == errno.EADDRINUSE:
        return Unavailable(f"Something else listens on port {port} already.", remedy=f"Stop it, or use another: make run PORT={port + 1}")
    if error.errno == errno.EACCES:
        return Unavailable(f"Port {port} may only be used by an administrator.", remedy="Use a port above 1024, such as 8000.")
    return Unavailable(f"Signpost cannot listen on {host}:{port} ({error.strerror}).", remedy="Use --host 127.0.0.1.")
