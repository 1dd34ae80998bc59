"""When something is wrong: a page that says what to do, with the number of the request, and nothing of the inside."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.reporting_api import ReportingApi
from services.portal.entrypoints.web import portal_app
from services.portal.settings import PortalSettings
from shared.clock import SetClock
from shared.identity.keys import public_keys
from shared.identity.tokens import TokenIssuer, TokenVerifier
from shared.permissions import Actor, Role
from tests.portal.public_site import BASE, Visitor, words

NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)
Answering = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def token(key: OKPKey, clock: SetClock) -> str:
    return TokenIssuer(key, BASE, clock).issue(Actor("p", "Amina Yusuf", frozenset({Role.PROVIDER})), timedelta(minutes=10))


@pytest.fixture
def key() -> OKPKey:
    return OKPKey.generate_key("Ed25519")


@pytest.fixture
def portal(key: OKPKey, clock: SetClock) -> Callable[[Answering], Visitor]:
    """The portal before a directory that answers as the test wants: the outside world of a portal that runs by itself."""

    def portal(answering: Answering) -> Visitor:
        client = httpx.AsyncClient(transport=httpx.MockTransport(answering), base_url="http://directory.test")
        app: FastAPI = portal_app(
            DirectoryApi(client), ReportingApi(client), TokenVerifier(public_keys(key), BASE, clock), PortalSettings()
        )
        return Visitor(app)

    return portal


def gone(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("connection refused by 10.0.0.7")


def broken(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"total": "the password is swordfish"})


def proxy_page(request: httpx.Request) -> httpx.Response:
    return httpx.Response(502, html="<h1>Bad gateway 10.0.0.7</h1>")


@pytest.mark.parametrize("path", ["/classes?level=entry-1", "/on-offer"])
@pytest.mark.parametrize(("answering", "status", "says"), [(gone, 503, "cannot be reached"), (proxy_page, 502, "on our side")])
def test_a_service_that_cannot_be_reached_is_said_plainly(
    portal: Callable[[Answering], Visitor], answering: Answering, status: int, says: str, path: str
) -> None:
    page = portal(answering).get(path)
    assert page.status_code == status
    assert says in words(page)
    assert "10.0.0.7" not in page.text
    assert page.headers["x-request-id"] in page.text


def test_what_nobody_foresaw_shows_nothing_of_the_inside(portal: Callable[[Answering], Visitor]) -> None:
    page = portal(broken).get("/classes", headers={"X-Request-ID": "abcd-1234-efgh"})
    assert page.status_code == 500
    assert "Sorry, something went wrong here" in words(page)
    assert "abcd-1234-efgh" in page.text
    assert "swordfish" not in page.text
    assert "Traceback" not in page.text


def test_ids_and_the_visitor_are_told_to_the_directory(portal: Callable[[Answering], Visitor], token: str) -> None:
    heard: list[httpx.Headers] = []

    def listening(request: httpx.Request) -> httpx.Response:
        heard.append(request.headers)
        return httpx.Response(404, json={"title": "There is no such thing", "detail": "No.", "remedy": "", "problems": []})

    visitor = portal(listening)
    sent = {"X-Request-ID": "abcd-1234-efgh", "Cookie": f"signpost_session={token}"}
    assert visitor.get("/classes/one", headers=sent).status_code == 404
    assert heard[0]["x-request-id"] == "abcd-1234-efgh"
    assert heard[0]["authorization"] == f"Bearer {token}"
    assert heard[0]["traceparent"]
    visitor.get("/classes/one", headers={"Authorization": f"Bearer {token}"})
    assert "authorization" not in heard[1]


def test_a_session_that_ran_out_is_dropped_and_the_page_goes_on(
    portal: Callable[[Answering], Visitor], token: str, clock: SetClock
) -> None:
    visitor = portal(gone)
    signed_in = visitor.get("/privacy", headers={"Cookie": f"signpost_session={token}"})
    assert "Amina Yusuf" in words(signed_in)
    assert signed_in.headers["cache-control"] == "no-store"
    clock.move(timedelta(hours=1))
    later = visitor.get("/privacy", headers={"Cookie": f"signpost_session={token}"})
    assert later.status_code == 200
    assert "Amina Yusuf" not in words(later)
    assert "Max-Age=0" in later.headers["set-cookie"]


def test_a_form_sent_from_another_site_is_refused(portal: Callable[[Answering], Visitor]) -> None:
    page = portal(gone).post("/classes/one/who-pays", data={"home": "LS8"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert "another site" in words(page)


def test_a_way_that_an_address_does_not_take_is_a_page_too(portal: Callable[[Answering], Visitor]) -> None:
    page = portal(gone).post("/privacy")
    assert page.status_code == 405
    assert page.headers["content-type"].startswith("text/html")


def test_programs_get_problems_as_problems(portal: Callable[[Answering], Visitor]) -> None:
    answer = portal(gone).get("/classes/map.json")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_tile_server_is_let_through_only_when_it_is_set(key: OKPKey, clock: SetClock) -> None:
    client = httpx.AsyncClient(transport=httpx.MockTransport(gone), base_url="http://directory.test")
    verifier = TokenVerifier(public_keys(key), BASE, clock)
    tiles = PortalSettings(tile_url="https://tiles.example.org/{z}/{x}/{y}.png", tile_attribution="Tiles: Example")
    with_tiles = Visitor(portal_app(DirectoryApi(client), ReportingApi(client), verifier, tiles)).get("/privacy")
    assert "https://tiles.example.org" in with_tiles.headers["content-security-policy"]
    assert "another server" in words(with_tiles)
    without = Visitor(portal_app(DirectoryApi(client), ReportingApi(client), verifier, PortalSettings())).get("/privacy")
    assert "http" not in without.headers["content-security-policy"]
    assert "Nothing is loaded from other companies" in words(without)
