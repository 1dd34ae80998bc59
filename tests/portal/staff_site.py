"""The whole site in one process for tests of the signed-in pages: a real directory behind it, and a visitor who fills in forms."""

import asyncio
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from services.directory.entrypoints.local_delivery import search_delivery
from services.directory.use_cases.add_venue import add_venue
from services.directory.use_cases.publish_class import publish_class
from services.directory.use_cases.register_provider import register_provider
from shared.contracts.directory import ClassDetails, ProviderDetails, VenueDetails
from shared.permissions import Actor, Role
from signpost.one_machine import OneMachine, open_machine

BASE = "http://signpost.test"
LEEDS, BRADFORD = "E08000035", "E08000032"
OPERATOR = Actor("test:operator", "Test", frozenset({Role.OPERATOR}), authorities=frozenset({LEEDS, BRADFORD}))
Said = Mapping[str, str | Sequence[str]]


class Site:
    """Two providers with a venue and some classes each: the demo people's own. `index()` lets search hear what was done."""

    def __init__(self, data: Path) -> None:
        self.providers: list[str] = []
        self.venues: list[str] = []
        self.classes: list[str] = []
        empty = open_machine(data, demo=False)
        self._fill(empty, "Harehills Learning", LEEDS, "Leeds", "LS8 5AA", classes=2)
        self._fill(empty, "Manningham Centre", BRADFORD, "Bradford", "BD8 7AA", classes=1)
        empty.close()
        self.machine = open_machine(data, demo=True)

    def _fill(self, machine: OneMachine, name: str, authority: str, town: str, postcode: str, classes: int) -> None:
        works, places = machine.directory.works, machine.directory.places
        provider = register_provider(works, OPERATOR, ProviderDetails(name=name, authority=authority))
        building = VenueDetails(name=f"{town} Library", authority=authority, town=town, postcode=postcode)
        venue = add_venue(works, places, OPERATOR, building, provider.id)
        self.providers.append(provider.id)
        self.venues.append(venue.id)
        for number in range(1, classes + 1):
            details = ClassDetails(name=f"{town} English {number}", provider_id=provider.id, venue_id=venue.id)
            self.classes.append(publish_class(works, OPERATOR, details).id)

    def index(self) -> None:
        search_delivery(self.machine.directory).run_until_idle()

    def visitor(self) -> "Visit":
        return Visit(self.machine)

    def signed_in(self, person: str = "amina") -> "Visit":
        """Amina works for Harehills Learning, Tom for Manningham Centre, Grace is the development worker."""
        visit = self.visitor()
        visit.get("/sign-in")
        visit.post("/sign-in", {"person": person})
        return visit


@contextmanager
def opened_site(data: Path) -> Iterator[Site]:
    site = Site(data)
    try:
        yield site
    finally:
        site.machine.close()


class Visit:
    """A browser without JavaScript: keeps cookies, follows redirects, and fills in forms from the page it stands on."""

    def __init__(self, machine: OneMachine) -> None:
        self._machine = machine
        self._cookies = httpx.Cookies()
        self.page = httpx.Response(200, text="")
        self.path = "/"

    def get(self, path: str) -> httpx.Response:
        return self._ask("GET", path)

    def post(self, path: str, fields: Said, file: tuple[str, bytes] | None = None) -> httpx.Response:
        """With the form token of the page one is on."""
        said = {"form_token": self.hidden("form_token"), **fields}
        return self._ask("POST", path, data=said, files={"file": file} if file else None)

    def send(self, action: str, changes: Said, file: tuple[str, bytes] | None = None, page: str | None = None) -> httpx.Response:
        """The form of this page with that action, as it is but for `changes`."""
        said = {**form_fields(page or self.page.text, action), **changes}
        return self._ask("POST", action, data=said, files={"file": file} if file else None)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page.text)
        return html.unescape(found[1]) if found else ""

    def forget(self, cookie: str) -> None:
        self._cookies.delete(cookie)

    def _ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        self.page = asyncio.run(self._asked(method, path, given))
        return self.page

    async def _asked(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._machine.app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE, cookies=self._cookies, follow_redirects=True) as client:
            answer = await client.request(method, path, **given)
            self._cookies = client.cookies
        self.path = urlsplit(str(answer.url)).path
        return answer


def form_fields(page: str, action: str) -> dict[str, list[str]]:
    """What a browser would send of the form with this action: every field with its value, buttons left out."""
    escaped = re.escape(html.escape(action))
    found = re.search(rf'<form[^>]*action="{escaped}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found, f"no form goes to {action}"
    fields: dict[str, list[str]] = {}
    for name, value in [*_inputs(found[1]), *_selects(found[1]), *_textareas(found[1])]:
        fields.setdefault(name, []).append(html.unescape(value))
    return fields


def _inputs(form: str) -> Iterator[tuple[str, str]]:
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        choice = attributes.get("type") in ("checkbox", "radio")
        if attributes.get("type") != "file" and (not choice or re.search(r"\schecked(?=[\s>])", tag)):
            yield attributes["name"], attributes.get("value", "")


def _selects(form: str) -> Iterator[tuple[str, str]]:
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        yield name, chosen[1] if chosen else ""


def _textareas(form: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL)


def words(answer: httpx.Response) -> str:
    """What a person reads of a page: text alone, in one line."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())
