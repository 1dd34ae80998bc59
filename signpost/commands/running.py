"""signpost run: everything on one machine."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Annotated

import typer

from shared.telemetry import log_to
from signpost.commands.saying import DATA, Data, out
from signpost.listening import check_port, serve_app
from signpost.one_machine import open_machine

LOG_BYTES = 10_000_000


def run(
    port: Annotated[int, typer.Option(help="Where to listen.", min=1, max=65535, envvar="SIGNPOST_PORT")] = 8000,
    data: Data = DATA,
    demo: Annotated[bool, typer.Option(help="With invented provision, and demo people anyone can sign in as.")] = False,
    host: Annotated[str, typer.Option(help="The address to listen on; 127.0.0.1 is reached from this machine only.")] = "127.0.0.1",
) -> None:
    """Run Signpost on this machine. Ctrl-C stops it; what was saved stays."""
    check_port(host, port)
    _log_to_file(data)
    with out.status("Opening the data folder; the first start also builds the sample region…") as status:
        machine = open_machine(data, demo=demo, progress=lambda done, of: status.update(f"Making the search index: {done} of {of} events…"))
    _say_where(host, port, demo)
    if machine.directory.search.filling():
        out.print("The search index is being made again; searches are answered when it is done.")
    try:
        serve_app(machine.app, host, port)
    finally:
        machine.close()
        out.print(f"Stopped. Everything saved is in {data.resolve()}")


def _say_where(host: str, port: int, demo: bool) -> None:
    address = f"http://{'localhost' if host in {'127.0.0.1', '::1', '0.0.0.0'} else host}:{port}"  # noqa: S104  shown, not bound
    out.print(f"[bold]Signpost runs: {address}[/]")
    if demo:
        out.print(f"Provision and people are invented. Sign in as one of them: {address}/sign-in")
    out.print(f"The API: {address}/directory/docs · Ctrl-C stops it")


def _log_to_file(data: Path) -> None:
    """One JSON document a line, made by shared/web; nothing personal is in them. The terminal shows faults only."""
    data.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(data / "signpost.log", maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8")
    log_to(handler, json=True)
    for name in ("signpost.access", "signpost.faults"):
        logging.getLogger(name).addHandler(handler)
    logging.getLogger("signpost.access").setLevel(logging.INFO)
    logging.getLogger("signpost.access").propagate = False
