"""Somebody who changes classes over the directory's HTTP API, one after another, and remembers which changes were accepted."""

import itertools
import socket
import threading
from collections.abc import Sequence

import httpx

from shared.geo.region import region
from shared.permissions import Actor, Role

PERSON = Actor("faults:person", "Somebody", frozenset({Role.OPERATOR}), authorities=frozenset(region().authorities))
PATIENCE_SECONDS = 20
AGAIN_SECONDS = 0.2
PAUSE_SECONDS = 0.1


class Person:
    """`accepted`: (class, number of the change) of every answer that said it is saved. What was not answered is not asserted about."""

    def __init__(self, api: str, token: str, classes: Sequence[str]) -> None:
        self.accepted: list[tuple[str, int]] = []
        self.refused = 0
        self._classes = classes
        self._client = httpx.Client(base_url=api, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_SECONDS, trust_env=False)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="person", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._client.close()

    def _work(self) -> None:
        for number, id in enumerate(itertools.cycle(self._classes)):
            if self._stopping.wait(PAUSE_SECONDS):
                return
            try:
                self._change(id, number % 20)
            except httpx.TransportError:  # nobody there, or broken off before the answer: nobody was promised anything
                self._stopping.wait(AGAIN_SECONDS)

    def _change(self, id: str, open_places: int) -> None:
        seen = self._client.get(f"/v1/classes/{id}/listing")
        if seen.status_code != 200:
            self.refused += 1
            return
        answer = self._client.put(f"/v1/classes/{id}/places", json={"open": open_places}, headers={"If-Match": seen.headers["ETag"]})
        if answer.status_code == 200:
            self.accepted.append((id, int(answer.headers["ETag"].strip('W/"'))))
        else:
            self.refused += 1


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
