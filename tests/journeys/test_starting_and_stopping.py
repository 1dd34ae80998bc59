"""Start, stop, start again; and what a person is told when a start cannot work."""

import socket
from pathlib import Path

import httpx

from tests.journeys.conftest import Start
from tests.journeys.server import wait_for


def test_ctrl_c_ends_it_says_where_everything_is_and_the_next_start_has_it(data: Path, start: Start) -> None:
    first = start(data)
    first.wait_until_ready()
    before = httpx.get(f"{first.address}/directory/v1/classes").json()
    code = first.interrupt()
    assert code in (0, 130), first.said
    assert f"Stopped. Everything saved is in {data.resolve()}" in first.said
    assert "Traceback" not in first.said
    second = start(data)
    second.wait_until_ready()
    after = httpx.get(f"{second.address}/directory/v1/classes").json()
    assert before["total"] > 100
    assert (after["total"], after["results"][0]["state"]) == (before["total"], before["results"][0]["state"])


def test_it_says_where_it_runs_and_that_what_it_shows_is_invented(data: Path, start: Start) -> None:
    server = start(data)
    server.wait_until_ready()
    said = wait_for("what it says", lambda: server.said if "stops it" in server.said else None)
    assert f"http://localhost:{server.port}/sign-in" in said
    assert "invented" in said
    assert httpx.get(server.address).status_code == 200


def test_a_port_in_use_is_told_in_a_sentence_with_what_to_do(data: Path, start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = start(data, port)
        assert server.exit_code() == 1
    assert f"Something else listens on port {port} already." in server.said
    assert f"PORT={port + 1}" in server.said
    assert "Traceback" not in server.said


def test_two_on_one_folder_are_not_allowed_and_the_second_is_told_why(data: Path, start: Start) -> None:
    first = start(data)
    first.wait_until_ready()
    second = start(data)
    assert second.exit_code() == 1
    assert str(data) in second.said
    assert "→" in second.said
    assert "Traceback" not in second.said
    assert first.answers()
