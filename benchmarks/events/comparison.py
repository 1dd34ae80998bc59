"""From a commit in one service to the effect in another, over PostgreSQL and RabbitMQ, beside raw publishing and a vanilla handler.

In turn and again in the same run, so that a machine that speeds up or slows down does so for all. Everything is durable: fsync,
persistent messages, quorum queue, a confirm for every message.
"""

import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.events.ground import Ground, ground
from benchmarks.events.on_sqlite import drained_on_sqlite
from benchmarks.events.payload import class_published
from benchmarks.events.raw_publish import published_a_second
from benchmarks.events.ways import Ours, Vanilla

ROUNDS = 3
RAW, BACKLOG, VANILLA_BACKLOG, ON_SQLITE = 6_000, 10_000, 3_000, 5_000
STREAM_SECONDS = 8
SINGLE, PAUSE_SECONDS = 150, 0.05


def main() -> None:
    thing = class_published()
    with ground() as servers:
        vanilla = Vanilla(servers, thing)
        vanilla.prepare()
        _say_backlog(servers, thing, vanilla)
        _say_stream(servers, thing, vanilla)
        _say_single(servers, thing, vanilla)


def _say_backlog(servers: Ground, thing: dict[str, Any], vanilla: Vanilla) -> None:
    body = json.dumps(thing).encode()
    print(f"\nA backlog drained, events a second ({len(body)} bytes each; median of {ROUNDS} rounds)")
    rates: dict[str, list[float]] = {"raw": [], "vanilla": [], "ours": [], "sqlite": []}
    idle: dict[str, float] = {}
    for _ in range(ROUNDS):
        rates["raw"].append(published_a_second(servers.broker, body, RAW))
        for name, way, count in (("vanilla", vanilla, VANILLA_BACKLOG), ("ours", Ours(servers, thing), BACKLOG)):
            rate, idle[name] = _drained(servers, way, count)
            rates[name].append(rate)
        with TemporaryDirectory() as folder:
            rates["sqlite"].append(drained_on_sqlite(Path(folder), thing, ON_SQLITE))
    found = {name: statistics.median(each) for name, each in rates.items()}
    print(f"  raw amqp publish, a confirm per 200   {found['raw']:>8.0f}")
    print(f"  nameko handler with a row             {found['vanilla']:>8.0f}")
    print(
        f"  commit → applied once                 {found['ours']:>8.0f}   {found['ours'] / found['raw']:.2f} × raw (goal 0.4),"
        f" {found['ours'] / found['vanilla']:.1f} × nameko's handler (goal 5)"
    )
    print(f"  the same on SQLite, without a broker  {found['sqlite']:>8.0f}   {found['sqlite'] / found['ours']:.2f} × over RabbitMQ")
    print(f"  an idle worker: {idle['ours']:.0f} MB; nameko's handler: {idle['vanilla']:.0f} MB")


def _drained(servers: Ground, way: Ours | Vanilla, count: int) -> tuple[float, float]:
    servers.empty()
    way.backlog(count)
    with way.carried() as idle:
        servers.wait_for_rows(way.table, count)
    return servers.rate(way.table), idle


def _say_stream(servers: Ground, thing: dict[str, Any], vanilla: Vanilla) -> None:
    """Somebody commits one event after another meanwhile, as fast as one writer can."""
    print(f"\nCommits going on at the same time, applied a second (median of {ROUNDS} rounds of {STREAM_SECONDS} s)")
    rates: dict[str, list[float]] = {"vanilla": [], "ours": []}
    for _ in range(ROUNDS):
        for name, way in (("vanilla", vanilla), ("ours", Ours(servers, thing))):
            servers.empty()
            with way.carried():
                said, until = 0, time.monotonic() + STREAM_SECONDS
                while time.monotonic() < until:
                    way.say()
                    said += 1
                servers.wait_for_rows(way.table, said)
            rates[name].append(servers.rate(way.table))
    found = {name: statistics.median(each) for name, each in rates.items()}
    print(f"  nameko {found['vanilla']:.0f}, ours {found['ours']:.0f}: {found['ours'] / found['vanilla']:.1f} × (goal 2)")


def _say_single(servers: Ground, thing: dict[str, Any], vanilla: Vanilla) -> None:
    print(f"\nOne event at a time, from before its commit to its row, {SINGLE} of them")
    ways: dict[str, Ours | Vanilla] = {
        "nameko": vanilla,
        "ours, told by NOTIFY": Ours(servers, thing),
        "ours, polling only": Ours(servers, thing, hints=False),
    }
    for name, way in ways.items():
        servers.empty()
        said: dict[str, float] = {}
        with way.carried():
            time.sleep(2)
            for _ in range(SINGLE):
                before = time.time()
                said[way.say()] = before
                time.sleep(PAUSE_SECONDS)
            servers.wait_for_rows(way.table, SINGLE)
        took = sorted((at - said[id]) * 1000 for id, at in servers.times(way.table).items())
        print(f"  {name:24} median {statistics.median(took):>6.1f} ms   p99 {took[int(len(took) * 0.99)]:>6.1f} ms")
