"""A small service as any other would be made, and a caller that reaches it over HTTP without a socket."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Annotated, Any, Literal

import anyio
import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response, UploadFile
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, Field

from shared import errors
from shared.clock import SetClock
from shared.identity.keys import public_keys
from shared.identity.tokens import TokenIssuer, TokenVerifier
from shared.permissions import Actor, Permission, Role
from shared.web.access import require
from shared.web.answers import Json
from shared.web.app import service_app
from shared.web.conditional import etag, not_modified, require_if_match
from shared.web.health import ReadyCheck
from shared.web.idempotency import read_idempotency
from shared.web.request_id import current_request_id

NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)
ISSUER = "https://signpost.test"
Anyone = Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]
Writer = Annotated[Actor, Depends(require(Permission.PROVISION_WRITE))]


class Session(BaseModel):
    model_config = ConfigDict(extra="forbid")
    starts: time
    length: Annotated[int, Field(ge=15, le=480, description="Minutes.")] = 60


class Lesson(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=3, max_length=20, examples=["Conversation"])]
    level: Literal["entry-1", "entry-2"]
    sessions: Annotated[list[Session], Field(min_length=1)]


class Search(BaseModel):
    q: str = ""
    level: Annotated[list[str], Field(description="One or more of `entry-1`, `entry-2`.")] = []
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: str | None = None


REFUSALS: dict[str, errors.SignpostError] = {
    "invalid": errors.Invalid.field("ends", "It ends before it starts.", "Give a later end."),
    "not-understood": errors.NotUnderstood.field("types", "There is no such type.", "Ask for one of these."),
    "not-found": errors.NotFound("There is no such class.", remedy="Search for it."),
    "not-signed-in": errors.NotSignedIn("The token is out of date.", remedy="Sign in again."),
    "not-allowed": errors.NotAllowed("This is another provider's class."),
    "conflict": errors.Conflict("It is already withdrawn."),
    "gone": errors.Gone("It is not kept any more.", remedy="Start again."),
    "too-many": errors.TooMany("You have five open.", remedy="Close one."),
    "changed-meanwhile": errors.ChangedMeanwhile("Somebody else saved first.", remedy="Read it again."),
    "precondition-missing": errors.PreconditionMissing("Say which version."),
    "too-large": errors.TooLarge("The file is too large."),
    "unavailable": errors.Unavailable("The index is being built.", remedy="Try again."),
}


def lessons() -> APIRouter:
    router = APIRouter(prefix="/v1")

    @router.get("/refusals/{kind}")
    def refusal(kind: str, actor: Anyone) -> dict[str, str]:
        raise REFUSALS[kind]

    @router.get("/broken")
    def broken(actor: Anyone) -> dict[str, str]:
        raise RuntimeError("the password of Mrs Example is swordfish")

    @router.get("/classes", summary="Find classes")
    async def find(asked: Annotated[Search, Query()], actor: Anyone, accept: Annotated[str, Header()] = "") -> Response:
        return Json({"level": asked.level})

    @router.get("/classes/{class_id}")
    def one(class_id: str, request: Request, actor: Anyone) -> Response:
        return not_modified(request, 7) or Json({"id": class_id, "who": actor.subject}, headers={"ETag": etag(7)})

    @router.put("/classes/{class_id}")
    def save(class_id: str, lesson: Lesson, actor: Writer, version: Annotated[int, Depends(require_if_match)]) -> dict[str, int]:
        return {"changes": version}

    @router.post("/classes")
    def publish(lesson: Lesson, actor: Writer, sent: Annotated[tuple[str | None, str], Depends(read_idempotency)]) -> dict[str, Any]:
        return {"who": actor.name, "key": sent[0], "fingerprint": sent[1], "request_id": current_request_id()}

    @router.post("/imports")
    async def bring_in(request: Request, actor: Anyone) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @router.post("/leaflets")
    def keep(leaflet: UploadFile, actor: Anyone) -> dict[str, int | None]:
        return {"bytes": leaflet.size}

    return router


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def issuer(clock: SetClock) -> tuple[TokenIssuer, TokenVerifier]:
    key = OKPKey.generate_key("Ed25519")
    return TokenIssuer(key, ISSUER, clock), TokenVerifier(public_keys(key), ISSUER, clock)


@pytest.fixture
def signed_in(issuer: tuple[TokenIssuer, TokenVerifier]) -> Callable[[Role], dict[str, str]]:
    """The headers of somebody with this role."""
    return lambda role: {"Authorization": "Bearer " + issuer[0].issue(Actor("p-1", "Amina", frozenset({role})), timedelta(minutes=10))}


@pytest.fixture
def checks() -> dict[str, str | None]:
    """What each ready check finds; a test changes it."""
    return {"database": None, "index": None}


@pytest.fixture
def app(issuer: tuple[TokenIssuer, TokenVerifier], checks: dict[str, str | None]) -> FastAPI:
    ready = [ReadyCheck(name, partial(checks.__getitem__, name), f"Start the {name}.") for name in checks]
    return service_app(
        "Lessons", "1.0", "Classes for tests.", [lessons()], issuer[1], ready, body_limit=2000, body_limits={"/v1/imports": 10_000}
    )


Call = Callable[..., httpx.Response]


def caller(app: Any) -> Call:
    def call(method: str, path: str, **asked: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://service.test") as client:
                return await client.request(method, path, **asked)

        return anyio.run(ask)

    return call


@pytest.fixture
def call(app: FastAPI) -> Call:
    return caller(app)


@pytest.fixture
def call_any() -> Callable[[Any], Call]:
    """For a test that makes its own app."""
    return caller
