"""Serving a web app on a port, and ending with everything closed."""

import errno
import signal
import socket
from collections.abc import Callable, Sequence
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from shared.errors import Unavailable

GRACE_SECONDS = 5
"""How long an answer that is being given may go on after the process was told to end."""


class EndingServer(uvicorn.Server):
    """uvicorn with word to those whose answers go on for long: it would wait for them, then cut them off in the middle."""

    def __init__(self, config: uvicorn.Config, on_ending: Sequence[Callable[[], None]]) -> None:
        super().__init__(config)
        self._on_ending = on_ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        for each in self._on_ending:
            each()
        super().handle_exit(sig, frame)


def serve_app(app: Starlette, host: str, port: int) -> None:
    """Returns when told to end, by Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, _end)
    server_of(app, host, port).run()


def server_of(app: Starlette, host: str, port: int) -> EndingServer:
    """Not started. What the app has in `state.on_ending` is called as soon as it is told to end."""
    config = uvicorn.Config(
        app, host=host, port=port, access_log=False, server_header=False, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS
    )
    return EndingServer(config, getattr(app.state, "on_ending", ()))


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
