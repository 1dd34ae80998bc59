"""A real browser before the whole of Signpost on one machine, with its sample region; and axe, which reads pages for mistakes."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from signpost.one_machine import open_machine
from tests.not_tested import not_tested

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
STATIC = ROOT / "services/portal/static/portal.css"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PAGES = "the pages in a browser"

Visit = Callable[..., Page]
Violations = Callable[..., list[str]]


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Signpost runs, `http://localhost:<port>`, as `make run` starts it."""
    if not STATIC.is_file():
        not_tested(PAGES, "make set-up")
    machine = open_machine(tmp_path_factory.mktemp("region"), demo=True)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(machine.app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.02)
            assert thread.is_alive(), "the server ended before it began"
        yield f"http://localhost:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
    machine.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Of this folder's tests only: while it runs, no other test of this thread may start an event loop."""
    executable = os.environ.get("SIGNPOST_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        not_tested(PAGES, "apt-get install chromium, or name a Chromium in SIGNPOST_BROWSER")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(address: str, browser: Browser) -> Iterator[Visit]:
    """`visit(path, **context)` opens a page as a new visitor. At the end nothing was asked of another host, and no script failed."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def visit(path: str, **options: Any) -> Page:
        context = browser.new_context(base_url=address, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("request", lambda request: wrong.extend(_elsewhere(request.url, address)))
        context.on("weberror", lambda error: wrong.append(f"script failed: {error.error}"))
        context.on(
            "console", lambda message: wrong.extend([f"refused: {message.text}"] if "Content Security Policy" in message.text else [])
        )
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def violations() -> Violations:
    """`violations(page)`: what axe finds, each with the element; the page's context was made with bypass_csp=True, for axe alone."""
    if not AXE.is_file():
        not_tested(PAGES, "make set-up")

    def violations(page: Page, rules: list[str] | None = None) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.add_script_tag(path=AXE)
        options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:300]}" for each in found for node in each["nodes"]]

    return violations


def _elsewhere(url: str, address: str) -> list[str]:
    there, here = urlsplit(url), urlsplit(address)
    return [f"asked of another host: {url}"] if there.scheme in ("http", "https", "ws", "wss") and there.netloc != here.netloc else []
