"""Opening a data folder: what is searched is never the past, and a database that was lost or put back is told."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from services.directory import wiring
from services.directory.entrypoints.local_delivery import search_delivery
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_directory
from shared.errors import Unavailable
from shared.storage.sqlite import copy_database
from signpost import catching_up
from signpost.one_machine import OneMachine, open_machine
from signpost.sample.build import build_sample


@contextmanager
def opened(data: Path, *, demo: bool = True) -> Iterator[OneMachine]:
    machine = open_machine(data, demo=demo)
    try:
        yield machine
    finally:
        machine.close()


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample region."""
    data = tmp_path_factory.mktemp("region")
    with opened(data):
        pass
    return data


@pytest.fixture
def data(region: Path, tmp_path: Path) -> Path:
    shutil.copytree(region, tmp_path / "data")
    return tmp_path / "data"


def test_an_index_that_was_removed_is_whole_again_before_a_page_is_served_and_it_says_how_far_it_is(data: Path) -> None:
    with opened(data) as machine:
        before = TestClient(machine.app).get("/directory/v1/classes").json()["total"]
    shutil.rmtree(data / "search")
    told: list[tuple[int, int]] = []
    machine = open_machine(data, demo=True, progress=lambda done, of: told.append((done, of)))
    assert TestClient(machine.app).get("/directory/v1/classes").json()["total"] == before > 0
    machine.close()
    assert told[-1][0] == told[-1][1] > 0


def test_while_a_large_index_is_made_again_pages_are_served_and_searches_say_when(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(data / "search")
    monkeypatch.setattr(catching_up, "CAUGHT_UP_FIRST", 0)
    monkeypatch.setattr(wiring, "INDEXED_AT_ONCE", 500)
    with opened(data) as machine:
        client = TestClient(machine.app)  # its lifespan is not entered, so the delivery does not run
        for path in ("/directory/v1/classes", "/directory/v1/map"):
            answer = client.get(path)
            assert (answer.status_code, answer.json()["detail"]) == (503, "The search index is being made again.")
            assert int(answer.headers["retry-after"]) > 0
        page = client.get("/classes", headers={"accept": "text/html"})
        assert page.status_code == 503
        assert "being made again" in page.text
        assert "<h1" in page.text
        assert client.get("/directory/v1/filters").status_code == 200
        search_delivery(machine.directory).run_once()
        problems = {each["field"]: each["message"] for each in client.get("/directory/ready").json()["problems"]}
        assert "of" in problems["search index"]
        assert "events are in" in problems["search index"]
        search_delivery(machine.directory).run_until_idle()
        assert client.get("/directory/v1/classes").json()["total"] > 0


def test_ready_notices_that_the_delivery_has_ended(data: Path) -> None:
    with opened(data) as machine, TestClient(machine.app) as client:
        assert client.get("/directory/ready").status_code == 200
        machine.delivery.stop()
        answer = client.get("/directory/ready")
        assert answer.status_code == 503
        assert [each["field"] for each in answer.json()["problems"]] == ["delivery"]


@pytest.mark.parametrize("lost", ["missing", "empty"])
def test_a_lost_database_is_not_taken_for_a_new_folder(data: Path, lost: str) -> None:
    for part in data.glob("directory.sqlite*"):
        part.unlink()
    if lost == "empty":
        (data / "directory.sqlite").touch()
    with pytest.raises(Unavailable, match="missing or empty") as refused:
        open_machine(data, demo=True)
    assert "Put a copy back" in refused.value.remedy
    assert str(data / "search") in refused.value.remedy
    shutil.rmtree(data / "search")
    with opened(data):
        pass


def test_an_older_copy_of_the_database_is_refused_at_the_start_with_what_to_do(data: Path, tmp_path: Path) -> None:
    copy_database(data / "directory.sqlite", tmp_path / "copy.sqlite")
    directory = open_directory(DirectorySettings(data=data))
    build_sample(directory, seed=7)
    search_delivery(directory).run_until_idle()
    directory.close()
    for part in data.glob("directory.sqlite*"):
        part.unlink()
    (tmp_path / "copy.sqlite").rename(data / "directory.sqlite")
    with pytest.raises(Unavailable, match="an older copy was put back") as refused:
        open_machine(data, demo=True)
    assert str(data / "search") in refused.value.remedy
    shutil.rmtree(data / "search")
    with opened(data) as machine:
        assert TestClient(machine.app).get("/directory/v1/classes").status_code == 200
