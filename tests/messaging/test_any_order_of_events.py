"""Whatever happens in whatever order: nothing lost, nothing applied twice, older never over newer."""

import dataclasses
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from shared.clock import SetClock
from shared.messaging.parking import Parking
from shared.testing.delivery import CONSUMER, ThingChanged, Trouble, suite_subscription

from .beds import keep_thing, kept_things, note_effect, noted_effects, open_database, publish, sql_delivery, works_on

SUBJECTS = st.sampled_from("abc")
COUNTER = "counter"


class Life(RuleBasedStateMachine):
    """Two consumers of one producer: one keeps the latest state, one counts every event."""

    events = Bundle("events")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = SetClock(datetime(2026, 9, 1, tzinfo=UTC))
        self.trouble = {CONSUMER: Trouble(), COUNTER: Trouble()}
        self.said: dict[str, list[str]] = {}
        self.seen: dict[str, int] = {}
        self.start()

    def start(self) -> None:
        self.producer = open_database(Path(self.folder.name) / "producer.sqlite")
        self.consumer = open_database(Path(self.folder.name) / "consumer.sqlite")
        latest = suite_subscription(keep_thing, self.trouble[CONSUMER])
        counting = suite_subscription(note_effect, self.trouble[COUNTER])
        counting = dataclasses.replace(counting, consumer=COUNTER, every_event=True)
        self.deliveries = {one.consumer: sql_delivery(self.producer, self.consumer, self.clock, one) for one in (latest, counting)}

    def teardown(self) -> None:
        for trouble in self.trouble.values():
            trouble.times.clear()
        self.redrive_all()
        self.clock.move(timedelta(days=30))
        for delivery in self.deliveries.values():
            delivery.run_until_idle()
            assert delivery.lag() == 0
        every_id = [event for ids in self.said.values() for event in ids]
        assert Counter(noted_effects(self.consumer, COUNTER)) == Counter(every_id)
        assert {subject: kept[0] for subject, kept in kept_things(self.consumer).items()} == {s: len(ids) for s, ids in self.said.items()}
        self.stop()
        self.folder.cleanup()

    def stop(self) -> None:
        self.producer.close()
        self.consumer.close()

    @rule(target=events, subject=SUBJECTS, count=st.integers(1, 3), failures=st.sampled_from([0, 0, 1, 2, 3, 8]))
    def publish(self, subject: str, count: int, failures: int) -> object:
        for trouble in self.trouble.values():
            trouble.times[subject] = failures
        ids = self.said.setdefault(subject, [])
        works = works_on(self.producer, self.clock)
        for _ in range(count):
            ids.append(publish(works, ThingChanged(name="any"), subject, len(ids) + 1))
        return multiple(*ids[-count:])

    @rule()
    def deliver_once(self) -> None:
        for delivery in self.deliveries.values():
            delivery.run_once()

    @rule(seconds=st.sampled_from([1, 10, 60, 600, 3600, 3600 * 24, -3600]))
    def clock_moves(self, seconds: int) -> None:
        self.clock.move(timedelta(seconds=seconds))

    @rule()
    def hours_pass(self) -> None:
        for _ in range(8):
            self.clock.move(timedelta(hours=1))
            self.deliver_once()

    @rule(event=events)
    def a_person_sends_one_on(self, event: str) -> None:
        Parking(self.consumer, self.clock).redrive(event, "operator")

    @rule()
    def redrive_all(self) -> None:
        for parked in Parking(self.consumer, self.clock).waiting():
            Parking(self.consumer, self.clock).redrive(parked.id, "operator")

    @rule()
    def restart(self) -> None:
        self.stop()
        self.start()

    @invariant()
    def nothing_twice_and_nothing_backwards(self) -> None:
        for consumer in self.deliveries:
            assert max(Counter(noted_effects(self.consumer, consumer)).values(), default=0) <= 1
        for subject, (sequence, _) in kept_things(self.consumer).items():
            assert sequence >= self.seen.get(subject, 0)
            self.seen[subject] = sequence


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
