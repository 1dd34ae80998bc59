"""signpost serve: one process of the real stack."""

import os
from contextlib import ExitStack
from typing import Annotated

import typer

from shared.errors import Invalid
from shared.settings import MessagingSettings
from shared.telemetry import start
from signpost.commands.saying import out
from signpost.listening import check_port, serve_app
from signpost.stack.gauges import tell_what_waits
from signpost.stack.health_port import HealthPort
from signpost.stack.kinds import BY_NAME, Kind
from signpost.stack.serving import run_loop, web_app


def serve(
    service: Annotated[str, typer.Argument(help="directory, reporting or portal.")],
    work: Annotated[str, typer.Argument(help="api, relay, worker, timers or forwarder; nothing for the portal.")] = "",
    port: Annotated[int, typer.Option(help="Where /live and /ready are answered, and pages or the API.", min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; 127.0.0.1 is reached from this machine only.")] = "127.0.0.1",
    demo: Annotated[bool, typer.Option(help="The portal only: anyone may sign in as the demo people.")] = False,
) -> None:
    """Run one process of the real stack, on PostgreSQL and RabbitMQ. SIGTERM ends it after what it has in hand.

    Its settings come from the environment and are checked before any port opens; docs/how-to/run-the-real-stack.md names them.
    """
    kind = _kind(f"{service} {work}".strip())
    settings = kind.settings.read(kind.service)
    check_port(host, port)
    _start_telling(kind)
    if kind.web:
        with ExitStack() as closing:
            app = web_app(kind, settings, closing, demo=demo)
            out.print(f"{kind.name}: http://{host}:{port}")
            serve_app(app, host, port)
    else:
        if isinstance(settings, MessagingSettings) and kind.work == "timers":
            tell_what_waits(kind, settings)
        HealthPort(kind.name, host, port).start()
        out.print(f"{kind.name}: runs; http://{host}:{port}/ready says how it is.")
        run_loop(kind, settings)


def _kind(name: str) -> Kind:
    if name not in BY_NAME:
        raise Invalid.field("process", f"There is no process “{name}”.", f"Use one of: {', '.join(BY_NAME)}.")
    return BY_NAME[name]


def _start_telling(kind: Kind) -> None:
    """Logs, traces and metrics, as the environment says."""
    if metrics := os.environ.get("SIGNPOST_METRICS_PORT"):
        check_port(os.environ.get("SIGNPOST_METRICS_ADDRESS", "127.0.0.1"), int(metrics))
    start(f"signpost.{kind.name.replace(' ', '.')}")
