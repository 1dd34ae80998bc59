"""Reporting with its feed on a real port, partners who know their secret, and events that somebody said."""

import signal
import ssl
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI
from joserfc.jwk import OKPKey
from starlette.applications import Starlette
from starlette.routing import Mount

from services.reporting.entrypoints.http_events.app import events_app
from services.reporting.settings import ReportingSettings
from services.reporting.use_cases.add_partner import add_partner
from services.reporting.use_cases.keep_events import hear
from services.reporting.wiring import Reporting, open_grants, open_reporting
from shared.clock import SetClock
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.event import Event
from shared.contracts.published import golden
from shared.identity.keys import public_keys
from shared.identity.tokens import TokenIssuer, TokenVerifier
from shared.permissions import Actor, Role
from signpost.apps import assembled
from signpost.listening import server_of
from tests.journeys.server import free_port, wait_for

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
LEEDS, BRADFORD, HULL = "E08000035", "E08000032", "E06000010"
PUBLISHED, UPDATED = "uk.signpost.class.published.v1", "uk.signpost.class.updated.v1"
WITHDRAWN, VENUE = "uk.signpost.class.withdrawn.v1", "uk.signpost.venue.added.v1"
OPERATOR = Actor("o-1", "Olu", frozenset({Role.OPERATOR}))
CONSUMER = Actor("consumer:reporting", "reporting")
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""One for all: to read the list of authorities anew for each client costs more than what it asks here."""
T = TypeVar("T")


def said(number: int, type: str = PUBLISHED, authority: str = LEEDS, subject: str = "", sequence: int = 1, **data: Any) -> Event:
    """One event, as its golden example has it but for these."""
    told = {**golden(BY_TYPE[type]), "id": f"event-{number}", "authority": authority, "subject": subject or f"thing-{number}"}
    told |= {"sequence": sequence, "time": NOW + timedelta(seconds=number)}
    return Event.model_validate({**told, "data": {**told["data"], **data}})


class World:
    """One installation. `start` and `stop` are those of the process that serves."""

    def __init__(self, data: Path, clock: SetClock, address: str | None = None) -> None:
        """`address`: of a database of a server, migrated; otherwise the folder has one."""
        self.clock, self._key = clock, OKPKey.generate_key("Ed25519")
        self._settings = ReportingSettings(data=data, database_address=address)
        self.start()

    def start(self) -> None:
        self.reporting = self.opened()
        verifier = TokenVerifier(public_keys(self._key), "signpost", self.clock)
        self.app: FastAPI = events_app(self.reporting, verifier, open_grants(self.reporting))
        self.port = free_port()
        self._server = server_of(self._mounted(), "127.0.0.1", self.port)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        wait_for("the feed to be served", lambda: self._server.started or None)

    def opened(self) -> Reporting:
        """The same data as another process has it: nobody is told of what it writes."""
        return open_reporting(self._settings, self.clock)

    def end(self) -> None:
        """What SIGTERM does; `stop` waits until it is done."""
        self._server.handle_exit(signal.SIGTERM, None)

    def stop(self) -> None:
        self.end()
        self._thread.join()
        self.reporting.close()

    def tell(self, *events: Event, by: Reporting | None = None) -> None:
        """Heard and kept, in one transaction."""
        with (by or self.reporting).works.begin(CONSUMER, "hear") as w:
            for event in events:
                hear(w, event, BY_TYPE[event.type].model_validate(event.data))

    def partner(self, name: str, authorities: Collection[str] = (LEEDS, BRADFORD), types: Collection[str] = ("all",)) -> str:
        """Its secret."""
        secret = add_partner(self.reporting.works, None, OPERATOR, name, authorities, types).secret
        assert secret
        return secret

    def token(self, role: Role, *authorities: str) -> str:
        issuer = TokenIssuer(self._key, "signpost", self.clock)
        return issuer.issue(Actor("p-1", "Amina", frozenset({role}), authorities=frozenset(authorities)), timedelta(hours=1))

    def client(self, secret: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}/events", headers=headers, timeout=60, verify=NO_TLS, trust_env=False)

    def ask(self, secret: str, *, prefer: str = "", **asked: Any) -> httpx.Response:
        with self.client(secret) as client:
            return client.get("/v1", params=asked, headers={"Prefer": prefer} if prefer else {})

    def page(self, secret: str, **asked: Any) -> dict[str, Any]:
        answer = self.ask(secret, **asked)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def everything(self, secret: str, **asked: Any) -> list[str]:
        """The ids of all there is, page by page."""
        found: list[str] = []
        page = self.page(secret, **asked)
        found += ids(page)
        while page["more"]:
            page = self.page(secret, **{**asked, "after": page["next"]})
            found += ids(page)
        return found

    @contextmanager
    def stream(self, secret: str, last_event_id: str = "", **asked: Any) -> "Iterator[Stream]":
        headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last_event_id} if last_event_id else {})}
        with self.client(secret) as client, client.stream("GET", "/v1", params=asked, headers=headers) as answer:
            yield Stream(answer)

    def _mounted(self) -> Starlette:
        return assembled([Mount("/events", self.app)], ())


class Stream:
    """Server-sent events as a client reads them. `last_event_id` is what it would send to go on."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer, self.last_event_id = answer, ""
        self.comments: list[str] = []
        self._lines = answer.iter_lines()

    def next(self) -> dict[str, Any] | None:
        """The next event, None at the end of the answer; comments on the way are kept."""
        for line in self._lines:
            if line.startswith(":"):
                self.comments.append(line[1:].strip())
            elif line.startswith("id: "):
                self.last_event_id = line[4:]
            elif line.startswith("data: "):
                told: dict[str, Any] = httpx.Response(200, content=line[6:]).json()
                return told
        return None

    def ids(self, count: int) -> list[str]:
        return [told["id"] for _ in range(count) if (told := self.next())]

    def until_comment(self) -> str:
        """The next comment; fails when an event comes first."""
        line = next(each for each in self._lines if each.startswith((":", "data: ")))
        assert line.startswith(":"), line
        return line[1:].strip()


def waiting(world: World) -> int:
    """Requests that wait or stream."""
    return int(world.app.state.feed.seats.taken())


def hurried(world: World, **seconds: float) -> None:
    """The same feed with other times, so that no test has to wait for a quarter of an hour."""
    world.app.state.feed = replace(world.app.state.feed, **seconds)


def ids(page: dict[str, Any]) -> list[str]:
    return [event["id"] for event in page["events"]]


def in_the_background(call: Callable[[], T]) -> Callable[[], T]:
    """Begins it now; the function returned waits for what it gave."""
    gave: list[T] = []
    thread = threading.Thread(target=lambda: gave.append(call()), daemon=True)
    thread.start()

    def wait() -> T:
        thread.join()
        return gave[0]

    return wait
