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
from signpost.stack.plan import METRICS
from signpost.stack.programs import listens
from tests.stack.fixtures import Postgres, Rabbit
from tests.stack.running import LEEDS, RunningStack, command, wait_for
from tests.telemetry.collector import Collector, collecting

numbers = itertools.count(1)
STEPS = {
    ("signpost.directory.api", "POST /directory/v1/classes"),
    ("signpost.directory.relay", "send to directory.openreferral"),
    ("signpost.directory.relay", "send to reporting"),
    ("signpost.directory.worker", "handle uk.signpost.class.published.v1"),
    ("signpost.reporting.worker", "handle uk.signpost.class.published.v1"),
}


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    """Of the spans of every process of the stack."""
    with collecting() as listening, pytest.MonkeyPatch.context() as environment:
        environment.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", listening.url)
        environment.setenv("OTEL_BSP_SCHEDULE_DELAY", "500")
        yield listening


@pytest.fixture(scope="module")
def stack(servers_folder: Path, postgres_server: Postgres, rabbit_server: Rabbit, collector: Collector) -> Iterator[RunningStack]:
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


def in_feed(stack: RunningStack, provider: str) -> int:
    """Its services in the Open Referral UK feed, which the directory's worker makes of what the broker brings."""
    asked = stack.directory.get("/openreferral/v3/services", params={"organization_id": provider})
    return int(asked.json()["total_items"]) if asked.is_success else 0  # not yet made whole


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
    wait_for("the Open Referral UK feed to list it", lambda: in_feed(stack, provider) == 1 or None)
    wait_for("the page to show it", lambda: name in stack.portal.get("/classes", params={"provider": provider}).text or None)


def test_it_is_one_trace_from_the_request_to_what_the_services_did(stack: RunningStack, collector: Collector) -> None:
    def told() -> set[tuple[str, str]] | None:
        published = [one.trace for one in collector.told() if one.name == "POST /directory/v1/classes"]
        found = {(one.process, one.name) for one in collector.told() if published and one.trace == published[0]}
        return found if found >= STEPS else None

    trace = wait_for("every process to tell its part", told)
    assert any(process == "signpost.directory.api" and name.startswith("SQL ") for process, name in trace)


def test_every_process_tells_prometheus(stack: RunningStack) -> None:
    for kind in KINDS:
        page = httpx.get(f"http://127.0.0.1:{stack.plan.port_of(kind) + METRICS}/metrics", trust_env=False).raise_for_status().text
        assert "signpost_" in page
        assert kind.work != "timers" or "signpost_unsent_events" in page


def test_the_demo_people_can_sign_in(stack: RunningStack) -> None:
    assert "Amina Yusuf" in stack.portal.get("/sign-in").raise_for_status().text


def test_status_says_that_all_is_well(stack: RunningStack) -> None:
    wait_for("all to be well", stack.well)
    told = _status(stack)
    assert told.returncode == 0, told.stdout
    assert "All is well" in told.stdout
    assert all(kind.name in told.stdout for kind in KINDS)


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
def test_status_tells_of_a_process_that_was_killed(stack: RunningStack, provider: str, name: str) -> None:
    killed = stack.note(name).pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    told = wait_for("status to tell", lambda: [each for each in stack.look().troubles if each.what.startswith(f"{name}:")] or None)
    assert "Nothing is lost meanwhile" in told[0].remedy
    publish(stack, provider)


def test_every_process_that_was_killed_came_back_by_itself(stack: RunningStack) -> None:
    wait_for("all to be well again", stack.well)
    assert {(each.restarts, each.why) for each in stack.folder.read_note().processes} == {(1, "ended by signal SIGKILL")}


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
