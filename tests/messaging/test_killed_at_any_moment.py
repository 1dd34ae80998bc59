"""kill -9 while publishing and delivering: what was committed is applied, and once."""

import dataclasses
import multiprocessing
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

from shared.clock import Clock, SetClock, SystemClock
from shared.contracts.event import Event
from shared.messaging.delivery import LocalDelivery
from shared.messaging.log import EventLog
from shared.storage.work import Work
from shared.testing.delivery import ThingChanged, Trouble, suite_subscription

from .beds import keep_thing, kept_things, note_effect, noted_effects, open_database, publish, sql_delivery, works_on

KILLS = 10
SUBJECTS = 5


class Moody(Trouble):
    """Fails now and then, for no reason."""

    def before(self, event: Event) -> None:
        if random.random() < 0.02:
            raise RuntimeError("a bad day")


def deliveries(folder: Path, clock: Clock, trouble: Trouble) -> list[LocalDelivery[Work]]:
    producer, consumer = open_database(folder / "producer.sqlite"), open_database(folder / "consumer.sqlite")
    counting = dataclasses.replace(suite_subscription(note_effect, trouble), consumer="counter", every_event=True)
    latest = suite_subscription(keep_thing, trouble)
    return [sql_delivery(producer, consumer, clock, one) for one in (counting, latest)]


def live(folder: Path, accepted: Connection) -> None:
    """Publish in one thread and deliver in another until killed; say which events were accepted."""
    running = deliveries(folder, SystemClock(), Moody())
    Thread(target=publish_for_ever, args=(folder, accepted), daemon=True).start()
    while True:
        for delivery in running:
            delivery.run_once()


def publish_for_ever(folder: Path, accepted: Connection) -> None:
    database = open_database(folder / "producer.sqlite")
    works, said = works_on(database, SystemClock()), EventLog(database).newest()
    while True:
        said += 1
        subject, sequence = f"thing-{said % SUBJECTS}", said // SUBJECTS + 1
        accepted.send_bytes(publish(works, ThingChanged(name=f"v{sequence}"), subject, sequence).encode())


def run_and_kill(folder: Path, wait_for: int) -> list[str]:
    """Run until so many events were accepted, then kill; returns all that were."""
    context = multiprocessing.get_context("spawn")
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=live, args=(folder, says), daemon=True)
    process.start()
    says.close()
    accepted = [hears.recv_bytes().decode() for _ in range(wait_for)]
    process.kill()
    process.join()
    try:
        while True:
            accepted.append(hears.recv_bytes().decode())
    except (EOFError, OSError):
        return accepted


def test_every_accepted_event_is_applied_exactly_once_whenever_the_process_is_killed(tmp_path: Path) -> None:
    chance = random.Random(20260901)
    accepted = [event_id for _ in range(KILLS) for event_id in run_and_kill(tmp_path, chance.randint(1, 60))]

    clock = SetClock(datetime.now(UTC) + timedelta(days=1))
    for delivery in deliveries(tmp_path, clock, Trouble()):
        delivery.run_until_idle()

    log = EventLog(open_database(tmp_path / "producer.sqlite"))
    committed = [event for _, event in log.after(0, log.newest())]
    consumer = open_database(tmp_path / "consumer.sqlite")
    assert set(accepted) <= {event.id for event in committed}
    assert Counter(noted_effects(consumer, "counter")) == Counter(event.id for event in committed)
    newest = {event.subject: event.sequence for event in sorted(committed, key=lambda event: event.sequence)}
    assert {subject: kept[0] for subject, kept in kept_things(consumer).items()} == newest
