"""`signpost stack`: every server and process real. What was published is found, whatever was killed meanwhile, and status tells."""

import itertools
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest

from signpost.stack.kinds import KINDS
from signpost.stack.programs import listens
from tests.stack.fixtures import Postgres, Rabbit
from tests.stack.running import LEEDS, RunningStack, command, wait_for

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def stack(servers_folder: Path, postgres_server: Postgres, rabbit_server: Rabbit) -> Iterator[RunningStack]:
    """The run's own servers are asked for so that a machine without them is named once, by them."""
    running = RunningStack(servers_folder / "stack")
    yield running
    running.end()


@pytest.fixture(scope="module")
def provider(stack: RunningStack) -> str:
    made = stack.directory.post("/directory/v1/providers", json={"name": "Stack College", "authority": LEEDS})
    return str(made.raise_for_status().json()["id"])


def publish(stack: RunningStack, provider: str) -> str:
    """Its name. Whoever gets no answer asks again with the same key, as a page does."""
    name, key = f"Class over the stack {next(numbers)}", uuid4().hex
    details = {"name": name, "provider_id": provider, "format": "online", "levels": ["entry-2"]}

    def accepted() -> str | None:
        try:
            answer = stack.directory.post("/directory/v1/classes", json=details, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            return None
        return name if answer.status_code == 201 else None

    return wait_for("the class to be accepted", accepted)


def found(stack: RunningStack, provider: str) -> set[str]:
    """By search."""
    page = stack.directory.get("/directory/v1/classes", params={"provider": provider, "limit": "100"}).raise_for_status().json()
    return {result["state"]["details"]["name"] for result in page["results"]}


def in_leeds(stack: RunningStack) -> int:
    """Classes on offer at entry 2, as the supply page's figures say."""
    lines = stack.reporting.get("/reporting/v1/supply").raise_for_status().json()["lines"]
    return int(next(line["levels"]["entry-2"]["classes"] for line in lines if line["authority"] == LEEDS))


def ids(address: str, table: str) -> set[str]:
    with psycopg.connect(address) as connection:
        return {row[0] for row in connection.execute(f"SELECT event_id FROM {table}")}  # noqa: S608  one of two names, below


def nothing_lost(stack: RunningStack) -> bool | None:
    """Every event the directory said has come to reporting."""
    databases = stack.plan.addresses().databases
    said = ids(databases["directory"].get_secret_value(), "outbox")
    heard = ids(databases["reporting"].get_secret_value(), "events")
    return True if said == heard else None


def test_a_published_class_is_found_and_counted_with_every_process_real(stack: RunningStack, provider: str) -> None:
    wait_for("reporting to have heard the invented region", lambda: nothing_lost(stack))
    before = in_leeds(stack)
    name = publish(stack, provider)
    wait_for("search to find it", lambda: name in found(stack, provider) or None)
    wait_for("reporting to count it", lambda: in_leeds(stack) == before + 1 or None)
    feed = stack.directory.get("/openreferral/v3/services", params={"per_page": "1000"}).raise_for_status().json()
    wait_for("the page to show it", lambda: name in stack.portal.get("/", params={"provider": provider}).text or None)
    assert feed["total_items"] > 1


def test_the_demo_people_can_sign_in(stack: RunningStack) -> None:
    assert "Amina Yusuf" in stack.portal.get("/sign-in").raise_for_status().text


def test_status_says_that_all_is_well(stack: RunningStack) -> None:
    wait_for("all to be well", stack.well)
    told = _status(stack)
    assert told.returncode == 0, told.stdout
    assert "All is well" in told.stdout
    assert all(kind.name in told.stdout for kind in KINDS)


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
def test_a_process_that_is_killed_comes_back_and_status_tells_meanwhile(stack: RunningStack, provider: str, name: str) -> None:
    before = stack.note(name)
    assert before.pid
    os.kill(before.pid, signal.SIGKILL)
    told = wait_for("status to tell", lambda: [each for each in stack.look().troubles if each.what.startswith(f"{name}:")] or None)
    assert "Nothing is lost meanwhile" in told[0].remedy
    publish(stack, provider)
    wait_for("it to come back", stack.well)
    after = stack.note(name)
    assert (after.restarts, after.why) == (before.restarts + 1, "ended by signal SIGKILL")


@pytest.mark.parametrize("server", ["postgres", "rabbit"])
def test_a_server_that_is_killed_comes_back(stack: RunningStack, provider: str, server: str) -> None:
    os.kill(_server_pid(stack, server), signal.SIGKILL)
    publish(stack, provider)
    wait_for("all to be well again", stack.well)


def test_nothing_was_lost_by_all_this(stack: RunningStack, provider: str) -> None:
    published = {f"Class over the stack {number}" for number in range(1, next(numbers))}
    wait_for("search to find every class", lambda: found(stack, provider) == published or None)
    wait_for("reporting to have heard everything", lambda: nothing_lost(stack))


def test_a_second_stack_on_the_same_folder_is_refused(stack: RunningStack) -> None:
    second = subprocess.run(command("stack", "--folder", stack.folder.path), capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "runs in" in second.stderr and "signpost status --folder" in second.stderr


def test_ctrl_c_ends_every_process_and_status_then_says_that_none_runs(stack: RunningStack) -> None:
    assert stack.interrupt() == 0
    assert "stopped; everything saved is in" in stack.said
    assert [port for port in stack.plan.ports() if listens(port)] == []
    told = _status(stack)
    assert told.returncode == 1
    assert "No stack runs" in told.stdout


def _status(stack: RunningStack) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        command("status", "--folder", stack.folder.path), env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def _server_pid(stack: RunningStack, server: str) -> int:
    """As its own folder notes it."""
    folder = stack.folder.servers / server
    note = folder / "data" / "postmaster.pid" if server == "postgres" else folder / "node.pid"
    return int(note.read_text("utf-8").split()[0])
