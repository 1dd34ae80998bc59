"""`signpost token` makes what the API accepts, and no more than was asked for."""

from pathlib import Path

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from services.directory.entrypoints.http_api import directory_app
from services.directory.entrypoints.local_delivery import search_thread
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_directory
from shared.identity.keys import public_keys, signing_key
from shared.identity.tokens import ISSUER, TokenVerifier
from tests.commands.conftest import Run

LEEDS, BRADFORD = "E08000035", "E08000032"


def registers(data: Path, token: str, authority: str) -> int:
    """The API's status for registering a provider with this token."""
    directory = open_directory(DirectorySettings(data=data))
    app = directory_app(directory, TokenVerifier(public_keys(signing_key(data)), ISSUER, directory.clock), search_thread(directory))
    body, headers = {"name": "New College", "authority": authority}, {"Authorization": f"Bearer {token}"}

    async def ask() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://directory.test") as client:
            return (await client.post("/v1/providers", json=body, headers=headers)).status_code

    try:
        with start_blocking_portal() as portal:
            return portal.call(ask)
    finally:
        directory.close()


@pytest.mark.parametrize(
    ("asked", "authority", "status"),
    [
        (("--role", "development-worker", "--authority", "Leeds"), LEEDS, 201),
        (("--role", "development-worker", "--authority", "leeds city council"), LEEDS, 201),
        (("--role", "operator", "--authority", "all"), BRADFORD, 201),
        (("--role", "development-worker", "--authority", "Leeds"), BRADFORD, 403),
        (("--role", "coordinator", "--authority", "all"), LEEDS, 403),
        (("--role", "development-worker"), LEEDS, 403),
    ],
)
def test_the_api_lets_the_token_do_what_it_says(signpost: Run, tmp_path: Path, asked: tuple[str, ...], authority: str, status: int) -> None:
    said = signpost("token", "Dina Malik", *asked, "--data", tmp_path)
    assert said.code == 0
    assert registers(tmp_path, said.text.strip(), authority) == status


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("Ann", "--role", "king"), "development-worker"),
        (("Ann",), "--role"),
        (("--role", "operator"), "NAME"),
        (("Ann", "--role", "operator", "--authority", "Narnia"), "Use one of: Barnsley"),
        (("Ann", "--role", "operator", "--minutes", "0"), "--minutes"),
        (("Ann", "--role", "operator", "--minutes", "1441"), "--minutes"),
        (("  ", "--role", "operator"), "Give a name"),
    ],
)
def test_a_token_that_cannot_be_is_refused_with_what_to_type(signpost: Run, tmp_path: Path, typed: tuple[str, ...], told: str) -> None:
    said = signpost("token", *typed, "--data", tmp_path)
    assert said.code != 0
    assert told.lower() in said.text.lower()
