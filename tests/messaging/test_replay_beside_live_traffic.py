"""A replay beside what is new, killed again and again: what was emptied is made again, nothing new is lost, nothing old comes over it."""

import dataclasses
import multiprocessing
import random
from collections import Counter
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import delete

from shared.clock import SetClock, SystemClock
from shared.messaging.delivery import LocalDelivery
from shared.messaging.log import EventLog
from shared.messaging.replay import Replaying, Replays
from shared.storage.work import Work
from shared.testing.delivery import AUTHORITY, CONSUMER, SOURCE, ThingChanged, Trouble, suite_subscription

from .beds import PROVIDER, keep_thing, kept_things, note_effect, noted_effects, open_database, sql_delivery, things, works_on

SUBJECTS, EARLIER, KILLS, COUNTER = 30, 600, 5, "counter"


def deliveries(folder: Path, batch: int = 3) -> list[LocalDelivery[Work]]:
    """One keeps the latest, one counts."""
    producer, consumer = open_database(folder / "producer.sqlite"), open_database(folder / "consumer.sqlite")
    counting = dataclasses.replace(suite_subscription(note_effect, Trouble()), consumer=COUNTER, every_event=True)
    return [sql_delivery(producer, consumer, SystemClock(), one, batch) for one in (suite_subscription(keep_thing, Trouble()), counting)]


def replay(folder: Path, told: Connection) -> None:
    """A few events each time it is told, until killed; answers when they are done."""
    replaying = [Replaying(delivery.parts, batch=7) for delivery in deliveries(folder)]
    while told.recv_bytes():
        for each in replaying:
            each.step()
        told.send_bytes(b"done")


def test_what_was_emptied_is_made_again_while_events_arrive_and_whoever_replays_is_killed(tmp_path: Path) -> None:
    keeping, counting = deliveries(tmp_path)
    producer, consumer = open_database(tmp_path / "producer.sqlite"), open_database(tmp_path / "consumer.sqlite")
    works, said = works_on(producer, SetClock(datetime(2026, 9, 1, tzinfo=UTC))), 0

    def say(many: int) -> None:
        nonlocal said
        with works.begin(PROVIDER, "change things") as work:
            for _ in range(many):
                said += 1
                sequence = (said - 1) // SUBJECTS + 1
                work.emit(ThingChanged(name=f"v{sequence}"), subject=f"thing-{said % SUBJECTS}", authority=AUTHORITY, sequence=sequence)

    say(EARLIER)
    for delivery in deliveries(tmp_path, batch=100):
        delivery.run_until_idle()
        Replaying(delivery.parts).ask(0, "operator")
    with consumer.write() as connection:
        connection.execute(delete(things))

    chance, context = random.Random(20260901), multiprocessing.get_context("spawn")
    for _ in range(KILLS):
        here, there = context.Pipe()
        process = context.Process(target=replay, args=(tmp_path, there), daemon=True)
        process.start()
        there.close()
        for _ in range(chance.randint(1, 4)):
            here.send_bytes(b"go on")
            say(3)
            for delivery in (keeping, counting):
                delivery.run_once()
            here.recv_bytes()
        here.send_bytes(b"go on")
        say(3)
        process.kill()
        process.join()
    half_way = Replays(consumer, SystemClock()).last(CONSUMER, SOURCE)
    for delivery in (keeping, counting):
        Replaying(delivery.parts).run()
        delivery.run_until_idle()

    assert half_way is not None
    assert half_way.position > 0
    committed = [event for _, event in EventLog(producer).after(0, said)]
    assert len(committed) == said
    assert kept_things(consumer) == {event.subject: (event.sequence, f"v{event.sequence}") for event in committed}
    assert Counter(noted_effects(consumer, COUNTER)) == Counter(event.id for event in committed)
