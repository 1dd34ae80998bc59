"""Reporting's API: who may ask, what is refused and how, and whether it is ready."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from services.reporting.entrypoints.http_api import reporting_app
from services.reporting.entrypoints.local_delivery import reporting_thread
from shared.identity.keys import public_keys
from shared.identity.tokens import TokenVerifier
from shared.web.access import routes_without_permission
from tests.reporting.pair import Pair, Template, open_pair
from tests.reporting.plain_count import plain_count, shown_count


@pytest.fixture
def pair(template: Template, tmp_path: Path) -> Iterator[Pair]:
    with open_pair(template, tmp_path) as opened:
        yield opened


def app_of(pair: Pair, *, hears: bool) -> FastAPI:
    """`hears`: with the delivery in its process, which is not started."""
    deliveries = {"directory": reporting_thread(pair.reporting, "directory", pair.log)} if hears else {}
    return reporting_app(pair.reporting, TokenVerifier(public_keys(OKPKey.generate_key("Ed25519")), "signpost", pair.clock), deliveries)


def get(app: FastAPI, path: str, **asked: Any) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reporting.test") as client:
            return await client.get(path, **asked)

    return anyio.run(ask)


def test_every_route_says_who_may_use_it(pair: Pair) -> None:
    assert routes_without_permission(app_of(pair, hears=True)) == []


def test_anyone_may_ask_what_is_on_offer_and_hears_how_fresh_it_is(pair: Pair) -> None:
    pair.publish()
    app = app_of(pair, hears=True)
    before = get(app, "/v1/supply").json()
    assert (before["counted_until"], before["on_the_way"], shown_count(before)) == (None, 5, {})
    pair.deliver()
    after = get(app, "/v1/supply").json()
    assert (after["on_the_way"], shown_count(after)) == (0, plain_count(pair.database, pair.clock.now()))
    assert after["counted_until"] == pair.clock.now().isoformat().replace("+00:00", "Z")


def test_where_a_worker_hears_the_broker_it_says_until_when_it_counts_and_not_how_much_is_coming(pair: Pair) -> None:
    pair.publish()
    pair.deliver()
    said_at = pair.clock.now()
    pair.publish()
    answer = get(app_of(pair, hears=False), "/v1/supply").json()
    assert (answer["on_the_way"], answer["counted_until"]) == (None, said_at.isoformat().replace("+00:00", "Z"))


def test_an_event_that_could_not_be_taken_is_told_with_the_figures(pair: Pair) -> None:
    pair.publish()
    with pair.database.write() as connection:
        connection.exec_driver_sql("""UPDATE outbox SET data = '{"state": 7}' WHERE type = 'uk.signpost.class.published.v1'""")
    pair.deliver()
    answer = get(app_of(pair, hears=True), "/v1/supply").json()
    assert (answer["on_the_way"], answer["set_aside"], shown_count(answer)) == (0, 1, {})


@pytest.mark.parametrize(("query", "field"), [("format=telepathy", "format"), ("level=entry-1", "level")])
def test_what_cannot_be_asked_is_refused_by_its_name(pair: Pair, query: str, field: str) -> None:
    refused = get(app_of(pair, hears=True), f"/v1/supply?{query}")
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["problems"]] == [field]


def test_a_bad_token_is_refused_although_none_is_needed(pair: Pair) -> None:
    assert get(app_of(pair, hears=True), "/v1/supply", headers={"Authorization": "Bearer made-up"}).status_code == 401


def test_it_is_ready_while_its_database_answers(pair: Pair) -> None:
    app = app_of(pair, hears=True)
    assert (get(app, "/live").status_code, get(app, "/ready").status_code) == (200, 200)


def test_who_reads_the_store_is_told_when_events_have_come(pair: Pair) -> None:
    told: list[int] = []
    pair.reporting.works.on_append = lambda: told.append(1)
    pair.deliver()
    came = len(told)
    pair.deliver()
    assert (came > 0, len(told)) == (True, came)
