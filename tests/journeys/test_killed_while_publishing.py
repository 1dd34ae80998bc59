"""kill -9 in the middle of publishing: what was accepted is in search exactly once, and nothing else is."""

import itertools
import random
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from shared.clock import SystemClock
from shared.permissions import Actor, Role
from signpost.apps import issuer_of
from tests.journeys.conftest import Start
from tests.journeys.server import Server, wait_for

LEEDS = "E08000035"
OPERATOR = Actor("journey", "Journey", frozenset({Role.OPERATOR}), authorities=frozenset({LEEDS}))
ROUNDS, THREADS = 6, 4
RANDOM = random.Random()  # a new moment every time; a failure says how many were accepted in which round


class Publishers:
    """Several people publishing as fast as they can, until the server is gone."""

    def __init__(self, server: Server, token: str, provider: str, names: "itertools.count[int]") -> None:
        self.accepted: set[str] = set()
        self.unanswered: set[str] = set()
        self.refused: list[str] = []
        self._client = httpx.Client(base_url=server.address, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        self._provider, self._names = provider, names
        self._threads = [threading.Thread(target=self._publish) for _ in range(THREADS)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        for thread in self._threads:
            thread.join()
        self._client.close()

    def _publish(self) -> None:
        while True:
            name = f"Class number {next(self._names)}"
            self.unanswered.add(name)
            try:
                answer = self._client.post("/directory/v1/classes", json={"name": name, "provider_id": self._provider, "format": "online"})
            except httpx.TransportError:
                return
            self.unanswered.discard(name)
            if answer.status_code == 201:
                self.accepted.add(name)
            else:
                self.refused.append(answer.text)


def kept_by(data: Path, provider: str) -> set[str]:
    """The names in the database itself."""
    with closing(sqlite3.connect(f"{(data / 'directory.sqlite').as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT json_extract(details, '$.name') FROM classes WHERE provider_id = ?", (provider,))
        return {row[0] for row in rows}


def found_by(server: Server, provider: str) -> Counter[str]:
    """The names in search, page by page."""
    found: Counter[str] = Counter()
    asked: dict[str, str] = {"provider": provider, "limit": "100"}
    with httpx.Client(base_url=server.address, timeout=30) as client:
        while True:
            page = client.get("/directory/v1/classes", params=asked).json()
            found.update(result["state"]["details"]["name"] for result in page["results"])
            if page["next"] is None:
                return found
            asked["cursor"] = page["next"]


@pytest.fixture
def provider(data: Path, start: Start) -> tuple[str, str]:
    """(token, id of a provider of our own), after a first start that also builds the sample."""
    server = start(data)
    server.wait_until_ready()
    token = issuer_of(data, SystemClock()).issue(OPERATOR, timedelta(hours=1))
    made = httpx.post(
        f"{server.address}/directory/v1/providers",
        json={"name": "Journey College", "authority": LEEDS},
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    )
    assert made.status_code == 201, made.text
    server.kill()
    return token, made.json()["id"]


def test_every_accepted_class_is_in_search_exactly_once_whenever_it_was_killed(data: Path, start: Start, provider: tuple[str, str]) -> None:
    token, id = provider
    accepted: set[str] = set()
    unanswered: set[str] = set()
    names = itertools.count(1)
    for round in range(ROUNDS):
        server = start(data)
        server.wait_until_ready()
        assert accepted <= kept_by(data, id) <= accepted | unanswered
        wait_for("search to have what the database has", partial(_is_level, server, data, id))
        assert set(found_by(server, id).values()) <= {1}
        publishers, enough = Publishers(server, token, id, names), RANDOM.randint(1, 60)
        wait_for(f"{enough} classes", partial(_has_accepted, publishers, enough))
        server.kill()
        publishers.end()
        assert publishers.refused == [], f"round {round}"
        accepted |= publishers.accepted
        unanswered |= publishers.unanswered
        _die_while_starting(start(data), round)
    server = start(data)
    server.wait_until_ready()
    found = wait_for("search to have everything accepted", lambda: f if accepted <= (f := found_by(server, id)).keys() else None)
    assert set(found.values()) == {1}
    assert found.keys() == kept_by(data, id)
    assert found.keys() <= accepted | unanswered


def _is_level(server: Server, data: Path, provider: str) -> bool | None:
    return found_by(server, provider).keys() == kept_by(data, provider) or None


def _has_accepted(publishers: Publishers, enough: int) -> bool | None:
    return len(publishers.accepted) >= enough or None


def _die_while_starting(server: Server, round: int) -> None:
    """Every other time it is killed again as soon as it listens, while the index may be catching up."""
    if round % 2:
        wait_for("it to listen", lambda: server.answers("/directory/live"))
    server.kill()
