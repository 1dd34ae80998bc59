"""A region with two authorities, three providers and their venues, and the people who ask, each through HTTP."""

import itertools
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI
from joserfc.jwk import OKPKey
from sqlalchemy import inspect, select

from services.directory.entrypoints.http_api import directory_app
from services.directory.entrypoints.local_delivery import search_delivery, search_thread
from services.directory.settings import DirectorySettings
from services.directory.wiring import Directory, open_directory
from shared.clock import SetClock
from shared.identity.keys import public_keys
from shared.identity.tokens import TokenIssuer, TokenVerifier
from shared.ids import SeededIds
from shared.permissions import Actor, Role
from shared.storage.database import Database
from shared.storage.schema import outbox

LEEDS, BRADFORD = "E08000035", "E08000032"
MORNING = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
KEY = OKPKey.generate_key("Ed25519")
NOBODY = "nobody"
Json = Any


@dataclass
class Person:
    """Somebody with a browser or a program; `token` None is a visitor."""

    client: httpx.AsyncClient
    portal: BlockingPortal
    token: str | None = None

    def ask(self, method: str, path: str, json: Json = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        if json is not None:
            more["json"] = json
        return self.portal.call(lambda: self.client.request(method, path, headers=headers, **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, json: Json = None, **more: Any) -> httpx.Response:
        return self.ask("POST", path, json, **more)

    def change(self, method: str, path: str, version: int, json: Json = None) -> httpx.Response:
        """With If-Match."""
        return self.ask(method, path, json, headers={"If-Match": f'"{version}"'})


@dataclass
class World:
    directory: Directory
    app: FastAPI
    clock: SetClock
    client: httpx.AsyncClient
    portal: BlockingPortal
    college: str = ""
    charity: str = ""
    bradford_college: str = ""
    centre: str = ""
    hall: str = ""
    mill: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    _names: Iterator[int] = field(default_factory=lambda: itertools.count(1), init=False)

    def person(self, key: str, lifetime: timedelta = timedelta(hours=8)) -> Person:
        """Signed in now, for so long by the world's clock; `nobody` is a visitor."""
        if key == NOBODY:
            return Person(self.client, self.portal)
        token = TokenIssuer(KEY, "signpost", self.clock).issue(self.actors[key], lifetime)
        return Person(self.client, self.portal, token)

    @property
    def anyone(self) -> Person:
        return self.person(NOBODY)

    @property
    def amina(self) -> Person:
        """Staff of the college in Leeds."""
        return self.person("amina")

    @property
    def dina(self) -> Person:
        """Development worker of Leeds."""
        return self.person("dina")

    def ids(self) -> dict[str, str]:
        """Of what the world is furnished with, by the name it has here."""
        return {name: getattr(self, name) for name in ("college", "charity", "bradford_college", "centre", "hall", "mill")}

    def settle(self) -> None:
        """Let the search index hear everything that was said."""
        search_delivery(self.directory).run_until_idle()

    def lesson(self, **more: Json) -> dict[str, Json]:
        """A class of the college, right in every way."""
        right = {"name": f"ESOL class {next(self._names)}", "provider_id": self.college, "venue_id": self.centre, "levels": ["entry-2"]}
        return {name: value for name, value in {**right, **more}.items() if value is not ...}

    def publish(self, who: Person | None = None, **more: Json) -> dict[str, Json]:
        """The listing as the answer gives it, found by search from now on."""
        answer = (who or self.amina).post("/v1/classes", self.lesson(**more))
        assert answer.status_code == 201, answer.text
        self.settle()
        return dict(answer.json())

    def search(self, **asked: Json) -> dict[str, Json]:
        answer = self.anyone.get("/v1/classes", params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def names(self, **asked: Json) -> list[str]:
        """The names of the classes found, in their order."""
        return [result["state"]["details"]["name"] for result in self.search(limit=100, **asked)["results"]]

    def listing(self, id: str) -> dict[str, Json]:
        return dict(self.person("olu").get(f"/v1/classes/{id}/listing").json())

    def history(self, kind: str, id: str, who: str = "olu") -> list[dict[str, Json]]:
        answer = self.person(who).get(f"/v1/{kind}/{id}/history")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    def events(self) -> list[Mapping[str, Json]]:
        """Everything ever told, oldest first."""
        with self.directory.database.read() as connection:
            return [dict(row) for row in connection.execute(select(outbox).order_by(outbox.c.row)).mappings()]

    def content(self) -> dict[str, list[tuple[Json, ...]]]:
        """Every row of every table: equal when nothing at all was written."""
        return rows_of_all_tables(self.directory.database)


def rows_of_all_tables(database: Database) -> dict[str, list[tuple[Json, ...]]]:
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
        every = {table: connection.exec_driver_sql(f"SELECT * FROM {table}") for table in tables}  # noqa: S608  its own names
        return {table: sorted((tuple(row) for row in rows), key=str) for table, rows in every.items()}


def problems(answer: httpx.Response) -> dict[str, tuple[str, str]]:
    """Field → (message, remedy) of a refusal."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return {each["field"]: (each["message"], each["remedy"]) for each in answer.json()["problems"]}


@contextmanager
def open_world(
    data: Path, portal: BlockingPortal, furnished: Mapping[str, str] | None = None, address: str | None = None
) -> Iterator[World]:
    """On an empty folder, or on a copy of one that was furnished before: then `furnished` is its `World.ids()`.

    `address`: of a database on PostgreSQL, migrated already and as much furnished as the folder is.
    """
    clock = SetClock(MORNING)
    directory = open_directory(DirectorySettings(data=data, database_address=address), clock, SeededIds(8 if furnished else 7))
    app = directory_app(directory, TokenVerifier(public_keys(KEY), "signpost", clock), search_thread(directory))
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://directory.test")
    logging.getLogger("signpost.access").setLevel(logging.INFO)
    world = World(directory, app, clock, client, portal, **(furnished or {}), actors=_without_an_employer())
    _furnish(world, anew=furnished is None)
    yield world
    portal.call(client.aclose)
    directory.close()


def _without_an_employer() -> dict[str, Actor]:
    leeds, both = frozenset({LEEDS}), frozenset({LEEDS, BRADFORD})
    told = {
        "dina": ("Dina Malik", Role.DEVELOPMENT_WORKER, leeds),
        "joe": ("Joe Priestley", Role.DEVELOPMENT_WORKER, frozenset({BRADFORD})),
        "carol": ("Carol Reid", Role.COORDINATOR, leeds),
        "otto": ("Otto Lang", Role.AUTHORITY_OFFICER, leeds),
        "ravi": ("Ravi Nair", Role.REFERRER, leeds),
        "catalogue": ("Library catalogue", Role.PARTNER_SYSTEM, both),
        "olu": ("Olu Adeyemi", Role.OPERATOR, both),
    }
    return {key: Actor(key, name, frozenset({role}), authorities=over) for key, (name, role, over) in told.items()}


def _furnish(world: World, *, anew: bool) -> None:
    if anew:
        _add_providers(world)
    for key, name, of, authority in (
        ("amina", "Amina Yusuf", world.college, LEEDS),
        ("omar", "Omar Haddad", world.charity, LEEDS),
        ("bea", "Bea Kowalska", world.bradford_college, BRADFORD),
    ):
        world.actors[key] = Actor(key, name, frozenset({Role.PROVIDER}), frozenset({of}), frozenset({authority}))
    if anew:
        _add_venues(world)


def _add_providers(world: World) -> None:
    world.college = _made(world, "dina", "/v1/providers", {"name": "Northgate College", "authority": LEEDS, "kind": "college"})
    world.charity = _made(world, "dina", "/v1/providers", {"name": "Harbour Charity", "authority": LEEDS, "kind": "charity"})
    world.bradford_college = _made(world, "joe", "/v1/providers", {"name": "Westfield College", "authority": BRADFORD, "kind": "college"})


def _add_venues(world: World) -> None:
    centre = {"name": "Northgate Centre", "authority": LEEDS, "address_1": "1 North Gate", "town": "Leeds", "postcode": "LS8 5"}
    hall = {"name": "Harbour Hall", "authority": LEEDS, "town": "Leeds", "postcode": "LS11"}
    mill = {"name": "Westfield Mill", "authority": BRADFORD, "town": "Bradford"}
    world.centre = _made(world, "amina", f"/v1/venues?provider_id={world.college}", centre)
    world.hall = _made(world, "omar", f"/v1/venues?provider_id={world.charity}", hall)
    world.mill = _made(world, "bea", f"/v1/venues?provider_id={world.bradford_college}", mill)
    world.settle()


def _made(world: World, who: str, path: str, body: dict[str, Json]) -> str:
    answer = world.person(who).post(path, body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
