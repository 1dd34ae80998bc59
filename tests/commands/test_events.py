"""`signpost events`: what happened, what is parked, one of them whole, and sending it on again."""

from pathlib import Path

import pytest

from services.directory.entrypoints.listener import SEARCH_INDEX
from services.directory.entrypoints.local_delivery import search_delivery
from services.directory.settings import DirectorySettings
from services.directory.wiring import Directory, open_directory
from shared.contracts.event import Event
from shared.messaging.ladder import Ladder
from shared.messaging.log import EventLog
from shared.messaging.subscription import Poison
from shared.permissions import Actor, Role
from tests.commands.conftest import Run

LEEDS = "E08000035"
PROVIDER = {"name": "Northgate College", "authority": LEEDS}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in which three things happened, the second of which could not be applied."""
    from services.directory.use_cases.publish_class import publish_class
    from services.directory.use_cases.register_provider import register_provider
    from shared.contracts.directory import ClassDetails, ProviderDetails

    directory = open_directory(DirectorySettings(data=tmp_path))
    dina = Actor("dina", "Dina Malik", frozenset({Role.DEVELOPMENT_WORKER}), authorities=frozenset({LEEDS}))
    college = register_provider(directory.works, dina, ProviderDetails.model_validate(PROVIDER))
    for name in ("First class", "Second class"):
        publish_class(directory.works, dina, ClassDetails.model_validate({"name": name, "provider_id": college.id, "format": "online"}))
    search_delivery(directory).run_until_idle()
    Ladder(directory.database, directory.clock).failed(
        SEARCH_INDEX.consumer, second_event(directory), Poison("It does not fit."), attempts=1
    )
    directory.close()
    return tmp_path


def second_event(directory: Directory) -> Event:
    return EventLog(directory.database).after(1, 1)[0][1]


def id_of_parked(signpost: Run, data: Path) -> str:
    (line,) = [line for line in signpost("events", "parked", "--data", data).text.splitlines() if "class.published" in line]
    return line.strip("│ ").split()[0]


def test_the_last_events_are_shown_oldest_first(signpost: Run, data: Path) -> None:
    said = signpost("events", "tail", "--last", "2", "--data", data)
    lines = [line for line in said.text.splitlines() if line.strip()]
    assert [line.split()[0] for line in lines] == ["2", "3"]
    assert all("uk.signpost.class.published.v1" in line and LEEDS in line for line in lines)


def test_an_empty_log_says_so(signpost: Run, tmp_path: Path) -> None:
    assert "Nothing has happened here yet." in signpost("events", "tail", "--data", tmp_path / "new").text
    assert "Nothing is parked." in signpost("events", "parked", "--data", tmp_path / "new").text


def test_what_is_parked_is_listed_with_why_and_what_to_do(signpost: Run, data: Path) -> None:
    said = signpost("events", "parked", "--data", data)
    assert ("It does not fit." in said.text, "poison" in said.text, "signpost events redrive ID" in said.text) == (True, True, True)


def test_one_event_is_shown_whole_with_who_parked_it(signpost: Run, data: Path) -> None:
    said = signpost("events", "show", id_of_parked(signpost, data), "--data", data)
    assert ('"First class"' in said.text, "position 2" in said.text, "parked by directory.search" in said.text) == (True, True, True)


def test_a_parked_event_is_sent_on_once_and_is_then_no_longer_parked(signpost: Run, data: Path) -> None:
    id = id_of_parked(signpost, data)
    assert "1 consumer(s) will try it again." in signpost("events", "redrive", id, "--data", data).text
    assert "Nothing is parked." in signpost("events", "parked", "--data", data).text
    assert "asked already; nothing was changed" in signpost("events", "redrive", id, "--data", data).text
    directory = open_directory(DirectorySettings(data=data))
    search_delivery(directory).run_until_idle()
    directory.close()
    assert "2 classes" in signpost("search", "--data", data).text
    assert "Nothing is parked." in signpost("events", "parked", "--data", data).text


@pytest.mark.parametrize("command", ["show", "redrive"])
def test_an_id_that_is_none_is_told_with_where_to_look(signpost: Run, data: Path, command: str) -> None:
    said = signpost("events", command, "no-such-event", "--data", data)
    assert (said.code, "signpost events parked" in said.text) == (1, True)
