"""A TCP proxy that stands between a process and its server, and can be told to cut, hold back or slow what passes."""

import asyncio
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

Way = Literal["out", "back"]
"""`out`: from the process to its server; `back`: what the server answers."""
WAYS: frozenset[Way] = frozenset(("out", "back"))
AT_ONCE = 64 * 1024


@dataclass(frozen=True)
class Slowness:
    """Each piece of at most `piece` bytes waits `seconds`."""

    seconds: float = 0.0
    piece: int = AT_ONCE


class Proxy:
    """Its own thread with its own loop, so that it goes on whatever the trial is doing. All methods may be called from anywhere."""

    def __init__(self, *targets: int, host: str = "127.0.0.1") -> None:
        """`targets`: ports of servers that stand for each other; whoever calls gets the first that answers."""
        self._host, self._targets = host, targets
        self._open: set[asyncio.StreamWriter] = set()
        self._slowness, self._refusing = Slowness(), False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"proxy-to-{targets[0]}", daemon=True)
        self._thread.start()
        self.passed: dict[Way, int] = {"out": 0, "back": 0}
        self.port: int = self._do(self._listen())

    def cut(self) -> int:
        """Break every connection off without a goodbye; returns how many ends there were. New ones are let through."""
        return int(self._do(self._cut()))

    def refuse(self) -> None:
        """Cut, and break off whoever calls until `let_through`."""
        self._refusing = True
        self.cut()

    def hold(self, ways: Collection[Way] = WAYS) -> None:
        """Pass nothing on, and close nothing: neither end is told. New connections are taken and held too."""
        self._do(self._set_gates(ways, lambda gate: gate.clear()))

    def slow(self, seconds: float, piece: int = AT_ONCE) -> None:
        self._slowness = Slowness(seconds, piece)

    def let_through(self) -> None:
        """As in the beginning. What was held back is passed on now, if its ends are still there."""
        self._slowness, self._refusing = Slowness(), False
        self._do(self._set_gates(WAYS, lambda gate: gate.set()))

    def close(self) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what: Any) -> Any:
        done: Future[Any] = asyncio.run_coroutine_threadsafe(what, self._loop)
        return done.result(timeout=30)

    async def _listen(self) -> int:
        self._gates: dict[Way, asyncio.Event] = {"out": asyncio.Event(), "back": asyncio.Event()}
        await self._set_gates(WAYS, lambda gate: gate.set())
        self._server = await asyncio.start_server(self._accept, self._host, 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _set_gates(self, ways: Collection[Way], change: Callable[[asyncio.Event], None]) -> None:
        for way in ways:
            change(self._gates[way])

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if not self._refusing:
                await self._join(reader, writer)
        except (OSError, asyncio.CancelledError):  # the server is away, or the proxy ends: whoever called is broken off
            pass
        finally:
            self._drop(writer)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await self._call()
        self._open.add(server_writer)
        both = (self._pass("out", reader, server_writer), self._pass("back", server_reader, writer))
        tasks = [asyncio.ensure_future(one) for one in both]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            self._drop(server_writer)

    async def _call(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for target in self._targets[:-1]:
            with suppress(OSError):
                return await asyncio.open_connection(self._host, target)
        return await asyncio.open_connection(self._host, self._targets[-1])

    async def _pass(self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(self._slowness.piece):
                await self._gates[way].wait()
                if self._slowness.seconds:
                    await asyncio.sleep(self._slowness.seconds)
                writer.write(data)
                self.passed[way] += len(data)
                await writer.drain()
        except OSError:  # one end is gone; the other is dropped with it
            return

    def _drop(self, writer: asyncio.StreamWriter) -> None:
        self._open.discard(writer)
        writer.transport.abort()

    async def _cut(self) -> int:
        ends = len(self._open)
        for writer in list(self._open):
            self._drop(writer)
        return ends

    async def _end(self) -> None:
        self._server.close()
        await self._cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
