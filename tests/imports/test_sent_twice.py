"""An import sent twice with one key, over HTTP: done once, answered alike, whatever became of the file and the listings since."""

import io
import shutil
from typing import Any

import httpx
import pytest

from tests.directory.world import LEEDS, Person, World
from tests.imports.conftest import venues
from tests.imports.files import HAREHILLS, ROUNDHAY

pytestmark = pytest.mark.both_databases

BAD = ("V9", "Bad Hall", "", "", "Leeds", "", "not one", "", "", "")
KEY = {"Idempotency-Key": "press-1-of-the-button"}


def previewed(who: Person, file: bytes) -> str:
    answer = who.post(f"/v1/imports/preview?authority={LEEDS}", files={"file": ("halls.csv", io.BytesIO(file))})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["upload"])


def taken(who: Person, upload: str) -> httpx.Response:
    return who.post("/v1/imports", {"upload": upload, "authority": LEEDS, "take_good_rows": True}, headers=KEY)


@pytest.fixture
def first(directory: World) -> dict[str, Any]:
    answer = taken(directory.dina, previewed(directory.dina, venues(ROUNDHAY, BAD, HAREHILLS)))
    assert answer.status_code == 201 and answer.json()["plan"]["counts"] == {"add": 2, "change": 0, "same": 0, "refuse": 1}
    return dict(answer.json())


def upload_of(directory: World) -> str:
    return previewed(directory.dina, venues(ROUNDHAY, BAD, HAREHILLS))


def test_it_is_answered_as_the_first_time(directory: World, first: dict[str, Any]) -> None:
    upload, before = upload_of(directory), directory.content()
    again = taken(directory.dina, upload).json()
    assert (again["import_id"], again["plan"]["counts"]) == (first["import_id"], first["plan"]["counts"])
    assert [row["number"] for row in again["plan"]["rows"]] == [row["number"] for row in first["plan"]["rows"]]
    assert [row["problems"] for row in again["plan"]["rows"]] == [row["problems"] for row in first["plan"]["rows"]]
    assert directory.content() == before


def test_the_file_is_not_needed_any_more(directory: World, first: dict[str, Any]) -> None:
    upload = upload_of(directory)
    shutil.rmtree(directory.directory.settings.data / "uploads")
    assert taken(directory.dina, upload).json()["import_id"] == first["import_id"]


def test_after_an_undo_it_is_told_that_it_was_undone(directory: World, first: dict[str, Any]) -> None:
    assert directory.dina.post(f"/v1/imports/{first['import_id']}/undo").status_code == 200
    upload, before = upload_of(directory), directory.content()
    refused = taken(directory.dina, upload)
    assert refused.status_code == 409 and "undone" in refused.json()["detail"] and "Dina Malik" in refused.json()["detail"]
    assert directory.content() == before
