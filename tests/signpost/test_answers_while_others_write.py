"""Visitors search while large imports hold the database and other writers wait: nobody's reading waits behind them."""

import threading
from collections.abc import Iterator

import anyio
import httpx
import pytest
from anyio import from_thread, to_thread

from signpost.one_machine import OneMachine, open_machine

PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneMachine]:
    machine = open_machine(tmp_path_factory.mktemp("busy"), demo=True)
    yield machine
    machine.close()


@pytest.mark.parametrize(
    "path",
    [
        "/directory/v1/classes?q=esol&near=leeds",
        "/directory/v1/map",
        "/directory/v1/filters",
        "/directory/v1/outlines",
        "/directory/live",
        "/directory/ready",
        "/classes",
    ],
)
def test_what_visitors_read_is_answered_while_every_shared_thread_is_taken(machine: OneMachine, path: str) -> None:
    async def ask() -> int:
        taken, release = anyio.Event(), threading.Event()

        def take() -> None:
            from_thread.run_sync(taken.set)
            release.wait()

        transport, status = httpx.ASGITransport(machine.app), 0
        async with httpx.AsyncClient(transport=transport, base_url="http://signpost.test") as client, anyio.create_task_group() as tasks:
            to_thread.current_default_thread_limiter().total_tokens = 1
            tasks.start_soon(to_thread.run_sync, take)
            await taken.wait()
            with anyio.move_on_after(PATIENCE_SECONDS):
                status = (await client.get(path)).status_code
            release.set()
        return status

    assert anyio.run(ask) == 200
