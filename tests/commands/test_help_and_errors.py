"""Every command says what it is for, and whatever is typed, the answer is a sentence and what to do."""

from pathlib import Path

import pytest

from tests.commands.conftest import Run

COMMANDS = [
    "run",
    "sample",
    "import",
    "search",
    "geo",
    "geo load",
    "events",
    "events tail",
    "events parked",
    "events show",
    "events redrive",
]


@pytest.mark.parametrize("command", [*COMMANDS, "token", "doctor", ""])
def test_every_command_has_help(signpost: Run, command: str) -> None:
    said = signpost(*command.split(), "--help")
    assert (said.code, "Usage:" in said.text) == (0, True)


@pytest.mark.parametrize(
    "typed", ["serach", "events tial", "geo", "events", "", "sample --scale 0", "sample --scale many", "events tail --last 0"]
)
def test_what_cannot_be_understood_is_answered_with_how_it_is_used(signpost: Run, typed: str) -> None:
    said = signpost(*typed.split())
    assert (said.code, "Usage:" in said.text) == (2, True)


WITH_DATA = [
    "sample",
    "search esol",
    "events tail",
    "events parked",
    "events show an-id",
    "events redrive an-id",
    "token Ann --role operator",
    "geo load FILE",
    "run --port 1",
]


@pytest.mark.parametrize("typed", WITH_DATA)
def test_a_data_folder_that_is_a_file_is_told_and_left_as_it_was(signpost: Run, tmp_path: Path, typed: str) -> None:
    postcodes, file = tmp_path / "p.csv", tmp_path / "notes.txt"
    postcodes.write_text("postcode,lat,lon\nLS8 5AA,53.8,-1.5\n")
    file.write_text("notes")
    said = signpost(*typed.replace("FILE", str(postcodes)).replace("--port 1", "--port 0").split(), "--data", file)
    assert said.code != 0
    assert file.read_text() == "notes"


@pytest.mark.parametrize("typed", [each for each in WITH_DATA if not each.startswith(("search", "token", "geo", "run"))])
def test_a_database_that_is_none_is_told_with_what_to_do(signpost: Run, tmp_path: Path, typed: str) -> None:
    (tmp_path / "directory.sqlite").write_text("this is not a database at all")
    said = signpost(*typed.split(), "--data", tmp_path)
    assert (said.code, "is not a database" in said.text, "→" in said.text) == (1, True, True)


def test_searching_before_the_first_start_says_what_to_do(signpost: Run, tmp_path: Path) -> None:
    said = signpost("search", "esol", "--data", tmp_path)
    assert (said.code, "signpost run" in said.text) == (1, True)


def test_a_healthy_folder_is_found_healthy(signpost: Run, region: Path) -> None:
    said = signpost("doctor", "--data", region, "--port", "8399")
    assert "Database directory.sqlite: sound" in said.text
    assert "Search index" in said.text


def test_a_damaged_folder_is_found_and_the_remedy_named(signpost: Run, tmp_path: Path) -> None:
    (tmp_path / "directory.sqlite").write_text("this is not a database at all")
    said = signpost("doctor", "--data", tmp_path, "--port", "8399")
    assert said.code == 1
    assert "✗ Database directory.sqlite" in said.text
    assert "put back a copy" in said.text


def test_a_port_that_cannot_be_is_refused(signpost: Run, tmp_path: Path) -> None:
    assert signpost("doctor", "--data", tmp_path, "--port", "99999").code == 2
    assert signpost("run", "--data", tmp_path, "--port", "0").code == 2


def test_an_address_that_is_not_this_machine_s_is_told(signpost: Run, tmp_path: Path) -> None:
    said = signpost("run", "--data", tmp_path, "--host", "192.0.2.1", "--port", "8398")
    assert (said.code, "--host 127.0.0.1" in said.text) == (1, True)
