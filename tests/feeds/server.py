"""Another authority's feed: a real HTTP server on loopback that can be slow, wrong, huge or gone in the middle."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import NAMESPACE_URL, uuid5

Json = Any


@dataclass
class Answer:
    """What the server says. `cut`: it promises all of the body, sends half of it and hangs up."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass
class Asked:
    """What the server was asked."""

    path: str
    query: dict[str, str]
    headers: Mapping[str, str]

    @property
    def page(self) -> int:
        return int(self.query.get("page", 0)) if self.path == "/services" and self.query.get("per_page") != "1" else 0


Trouble = Callable[[Asked], Answer | None]


class FeedServer:
    """A well behaved feed of `services`, until a test changes something. `troubles` are asked first, and answer in its stead."""

    def __init__(self) -> None:
        self.services: list[Json] = []
        self.per_page = 100
        self.etags = self.filters_by_time = self.nested = True
        self.strict = False
        self.troubles: list[Trouble] = []
        self.asked: list[Asked] = []
        self.url = ""

    @property
    def pages(self) -> list[int]:
        """The pages of services that were asked for, in order; questions for the number only are left out."""
        return [each.page for each in self.asked if each.page]

    def forget(self) -> None:
        self.asked.clear()

    def trouble(self, *pages: int, answer: Answer) -> None:
        """These pages, or every address when none is given, are answered so from now on."""
        self.troubles.append(lambda asked: answer if not pages or asked.page in pages else None)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        for trouble in self.troubles:
            if found := trouble(asked):
                return found
        if asked.path == "/":
            about = {"version": "HSDS-UK-3.0", "profile": "https://example.org/profile", "openapi_url": "https://example.org/openapi.json"}
            return as_json(about)
        if asked.path == "/services":
            return self._page(asked)
        one = [each for each in self.services if asked.path == f"/services/{each['id']}"]
        return as_json(one[0]) if one else Answer(404, b"{}")

    def _page(self, asked: Asked) -> Answer:
        if self.strict and "full" in asked.query:
            return Answer(422, b'{"detail": "full is no parameter"}')
        number, size = int(asked.query["page"]), min(int(asked.query["per_page"]), self.per_page)
        since = asked.query.get("modified_after", "") if self.filters_by_time else ""
        found = [each for each in self.services if not since or each.get("last_modified", "") >= since]
        answer = as_json(page_of(found, number, size, nested=self.nested and "full" in asked.query))
        if not self.etags:
            return answer
        tag = f'"{hash(answer.body)}"'
        if asked.headers.get("If-None-Match") == tag:
            return Answer(304, headers={"ETag": tag})
        return Answer(200, answer.body, {**answer.headers, "ETag": tag})


def page_of(services: list[Json], number: int, size: int, *, nested: bool) -> Json:
    shown = services[(number - 1) * size : number * size]
    pages = -(-len(services) // size)
    return {
        "total_items": len(services),
        "total_pages": pages,
        "page_number": number,
        "size": len(shown),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not shown,
        "contents": shown if nested else [_flat(each) for each in shown],
    }


def _flat(service: Json) -> Json:
    """As the profile has it in lists: fields with one value, and the organisation."""
    if not isinstance(service, dict):
        return service
    kept = {name: value for name, value in service.items() if not isinstance(value, list)}
    if isinstance(kept.get("organization"), dict):
        kept["organization"] = {name: value for name, value in kept["organization"].items() if not isinstance(value, list)}
    return kept


def as_json(document: Json) -> Answer:
    return Answer(200, json.dumps(document).encode(), {"Content-Type": "application/json"})


@contextmanager
def running() -> Iterator[FeedServer]:
    feed = FeedServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            answer = feed.answer(Asked(parts.path.removeprefix("/v3") or "/", query, dict(self.headers)))
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
            self.close_connection = answer.cut

        def log_message(self, format: str, *args: object) -> None:
            """The test says what was asked."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Somebody who stops in the middle of reading is no fault of the server's."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    feed.url = f"http://127.0.0.1:{server.server_port}/v3"
    try:
        yield feed
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def id_of(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


COLLEGE = {
    "id": id_of("Aire College"),
    "name": "Aire College",
    "description": "An invented college.",
    "email": "esol@aire.example.org",
    "website": "https://aire.example.org/",
    "phones": [{"id": id_of("Aire phone"), "number": "0113 496 0200"}],
}


def place(name: str = "Aire Centre", postcode: str = "LS8 5AA", **more: Json) -> Json:
    address = {"id": id_of(f"{name} address"), "address_1": "1 Aire Street", "city": "Leeds", "state_province": "West Yorkshire"}
    address |= {"postal_code": postcode, "country": "GB", "address_type": "physical"}
    return {"id": id_of(name), "location_type": "physical", "name": name, "addresses": [address], **more}


def service(name: str, *places: Json, **more: Json) -> Json:
    """A class as another product's feed might hold it. A field given as None is left out."""
    id = id_of(name)
    at = [{"id": id_of(f"{name} at {each['id']}"), "service_id": id, "location": each} for each in places or [place()]]
    schedule = {"id": id_of(f"{name} schedule"), "freq": "WEEKLY", "byday": "TU,TH", "opens_at": "09:30", "closes_at": "11:30"}
    document = {
        "id": id,
        "organization_id": COLLEGE["id"],
        "name": name,
        "description": "Speaking, reading and writing.",
        "status": "active",
        "email": "esol@aire.example.org",
        "url": "https://aire.example.org/esol",
        "last_modified": "2026-08-01T09:00:00Z",
        "organization": COLLEGE,
        "schedules": [{**schedule, "valid_from": "2026-09-08", "valid_to": "2027-07-09"}],
        "service_at_locations": at,
        "cost_options": [{"id": id_of(f"{name} cost"), "amount": 25, "amount_description": "A term"}],
        "phones": [{"id": id_of(f"{name} phone"), "number": "0113 496 0201"}],
    }
    return {field: value for field, value in {**document, **more}.items() if value is not None}


def classes(count: int) -> list[Json]:
    return [service(f"ESOL Entry {1 + at % 3}, group {at:03d}") for at in range(count)]
