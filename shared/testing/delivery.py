"""What every delivery and every inbox must do. A pair inherits `DeliveryBehaviour`, and `MendingBehaviour` of the file beside this one,
and gives them the fixture `bed`.

The suite publishes through a producer, lets the consumer run until it is idle, and looks at the effects.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, Protocol

import pytest

from shared.clock import SetClock
from shared.contracts.event import Event, EventData
from shared.messaging.consumer import Consumer
from shared.messaging.delivery import AnotherLog
from shared.messaging.ladder import RUNGS
from shared.messaging.subscription import Handler, Subscription, T

SOURCE = "/directory"
CONSUMER = "suite"
AUTHORITY = "E08000035"


class ThingChanged(EventData):
    """The contract the suite's consumer hears."""

    TYPE: ClassVar[str] = "uk.signpost.thing.changed.v1"
    name: str


class ThingChangedBadly(EventData):
    """Says it is the same type, and does not fit it."""

    TYPE: ClassVar[str] = ThingChanged.TYPE
    name: int


class ThingChangedLater(EventData):
    """The same type from a newer producer, which says more."""

    TYPE: ClassVar[str] = ThingChanged.TYPE
    name: str
    colour: str


class ThingIgnored(EventData):
    """A type the consumer does not hear."""

    TYPE: ClassVar[str] = "uk.signpost.thing.ignored.v1"


class Trouble:
    """Makes handlers fail on purpose: `times[subject]` is how many more tries of a subject's events fail."""

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()

    def before(self, event: Event) -> None:
        self.tries[event.id] += 1
        if self.times[event.subject] > 0:
            self.times[event.subject] -= 1
            raise RuntimeError(f"no luck with {event.subject}")


def suite_subscription(apply: Handler[T], trouble: Trouble) -> Subscription[T]:
    """The subscription a bed must run. `apply(effect, event, data)` keeps data.name and event.sequence under event.subject."""

    def handle(effect: T, event: Event, data: Any) -> None:
        apply(effect, event, data)
        trouble.before(event)  # after the effect: what was half done must be undone

    return Subscription(CONSUMER, SOURCE, {ThingChanged: handle})


class DeliveryBed(Protocol):
    """One producer, one consumer and what is between them, all on disk so that `restart` means something."""

    clock: SetClock
    trouble: Trouble

    def publish(self, data: EventData, subject: str, sequence: int) -> str:
        """Commit one event through the producer's unit of work; returns its id."""
        ...

    def run_until_idle(self) -> None: ...

    def keep_copy(self) -> None:
        """Copy the producer's database, for put_copy_back."""
        ...

    def put_copy_back(self) -> None:
        """Put the producer's database back to the copy, with the consumer as it is now, and start both again."""
        ...

    def restart(self) -> None:
        """Throw the consumer away and build it again from what it stored."""
        ...

    def state(self) -> Mapping[str, tuple[int, str]]:
        """What the consumer keeps: subject → (sequence, name)."""
        ...

    def parked(self) -> Mapping[str, str]:
        """event id → reason, of those that wait for a person."""
        ...

    def redrive(self, event_id: str) -> None: ...

    def lose(self, data: EventData, subject: str, sequence: int) -> str:
        """Commit one event that will not come to the consumer by itself, as if its message had been lost; returns its id."""
        ...

    def as_consumer(self) -> Consumer[Any]:
        """The consumer as what looks after it from outside knows it."""
        ...


class DeliveryBehaviour:
    @pytest.fixture
    def bed(self) -> DeliveryBed:
        raise NotImplementedError("give the pair under test as the fixture `bed`")

    def test_what_is_published_is_applied(self, bed: DeliveryBed) -> None:
        bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        assert bed.state() == {"a": (1, "red")}

    def test_more_than_a_batch_arrives_whole_and_each_once(self, bed: DeliveryBed) -> None:
        ids = [bed.publish(ThingChanged(name=f"name {n}"), f"thing-{n}", 1) for n in range(120)]
        bed.run_until_idle()
        bed.run_until_idle()
        assert bed.state() == {f"thing-{n}": (1, f"name {n}") for n in range(120)}
        assert bed.trouble.tries == Counter(ids)

    def test_changes_of_one_thing_end_at_the_last(self, bed: DeliveryBed) -> None:
        for sequence in range(1, 8):
            bed.publish(ThingChanged(name=f"v{sequence}"), "a", sequence)
        bed.run_until_idle()
        assert bed.state() == {"a": (7, "v7")}

    def test_nothing_is_done_again_after_a_restart(self, bed: DeliveryBed) -> None:
        ids = [bed.publish(ThingChanged(name="red"), subject, 1) for subject in "abc"]
        bed.run_until_idle()
        bed.restart()
        bed.run_until_idle()
        assert bed.trouble.tries == Counter(ids)

    def test_what_was_said_while_the_consumer_was_away_is_applied(self, bed: DeliveryBed) -> None:
        bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        bed.publish(ThingChanged(name="blue"), "a", 2)
        bed.restart()
        bed.run_until_idle()
        assert bed.state() == {"a": (2, "blue")}

    @pytest.mark.parametrize("said_since", [0, 1, 2, 3])
    def test_an_older_copy_put_back_is_told_however_much_was_said_since(self, bed: DeliveryBed, said_since: int) -> None:
        bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        bed.keep_copy()
        bed.publish(ThingChanged(name="blue"), "a", 2)
        bed.publish(ThingChanged(name="lost"), "b", 1)
        bed.run_until_idle()
        bed.put_copy_back()
        for number in range(said_since):
            bed.publish(ThingChanged(name="since"), f"since-{number}", 1)
        with pytest.raises(AnotherLog, match="an older copy was put back"):
            bed.run_until_idle()
        assert bed.state() == {"a": (2, "blue"), "b": (1, "lost")}

    def test_a_type_nobody_hears_is_passed_over(self, bed: DeliveryBed) -> None:
        bed.publish(ThingIgnored(), "a", 1)
        bed.publish(ThingChanged(name="red"), "b", 1)
        bed.run_until_idle()
        assert (bed.state(), bed.parked()) == ({"b": (1, "red")}, {})

    def test_fields_from_a_newer_producer_are_passed_over(self, bed: DeliveryBed) -> None:
        bed.publish(ThingChangedLater(name="red", colour="#f00"), "a", 1)
        bed.run_until_idle()
        assert bed.state() == {"a": (1, "red")}

    def test_one_that_fails_stops_no_other_and_leaves_no_half_effect(self, bed: DeliveryBed) -> None:
        bed.trouble.times["b"] = 2  # once in the batch, once alone
        for subject in "abc":
            bed.publish(ThingChanged(name="red"), subject, 1)
        bed.run_until_idle()
        assert sorted(bed.state()) == ["a", "c"]

    def test_one_that_failed_is_tried_again_a_second_later(self, bed: DeliveryBed) -> None:
        bed.trouble.times["a"] = 2
        bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        assert bed.state() == {}
        bed.clock.move(timedelta(seconds=1))
        bed.run_until_idle()
        assert bed.state() == {"a": (1, "red")}

    def test_a_failure_is_remembered_over_a_restart(self, bed: DeliveryBed) -> None:
        bed.trouble.times["a"] = 2
        bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        bed.restart()
        bed.clock.move(timedelta(seconds=1))
        bed.run_until_idle()
        assert bed.state() == {"a": (1, "red")}

    def test_after_the_last_rung_it_is_parked_and_can_be_sent_on(self, bed: DeliveryBed) -> None:
        bed.trouble.times["a"] = 1000
        event_id = bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        for rung in RUNGS:
            assert bed.parked() == {}
            bed.clock.move(rung)
            bed.run_until_idle()
        assert bed.parked() == {event_id: "failed too often"}
        del bed.trouble.times["a"]
        bed.redrive(event_id)
        bed.run_until_idle()
        assert (bed.state(), bed.parked()) == ({"a": (1, "red")}, {})

    def test_sending_on_twice_applies_once(self, bed: DeliveryBed) -> None:
        bed.trouble.times["a"] = 2 + len(RUNGS)
        event_id = bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        for rung in RUNGS:
            bed.clock.move(rung)
            bed.run_until_idle()
        before = bed.trouble.tries[event_id]
        bed.redrive(event_id)
        bed.redrive(event_id)
        bed.run_until_idle()
        bed.redrive(event_id)
        bed.run_until_idle()
        assert bed.trouble.tries[event_id] == before + 1

    def test_data_that_does_not_fit_is_parked_at_once_and_never_dropped(self, bed: DeliveryBed) -> None:
        poison = bed.publish(ThingChangedBadly(name=7), "a", 1)
        bed.publish(ThingChanged(name="red"), "b", 1)
        bed.run_until_idle()
        assert (bed.state(), bed.parked()) == ({"b": (1, "red")}, {poison: "poison"})

    def test_poison_that_is_sent_on_is_parked_again(self, bed: DeliveryBed) -> None:
        poison = bed.publish(ThingChangedBadly(name=7), "a", 1)
        bed.run_until_idle()
        bed.redrive(poison)
        bed.run_until_idle()
        assert bed.parked() == {poison: "poison"}

    def test_an_older_change_that_comes_late_does_not_overwrite_the_newer(self, bed: DeliveryBed) -> None:
        bed.trouble.times["a"] = 2
        bed.publish(ThingChanged(name="old"), "a", 1)
        bed.run_until_idle()
        bed.publish(ThingChanged(name="new"), "a", 2)
        bed.run_until_idle()
        bed.clock.move(timedelta(seconds=1))
        bed.run_until_idle()
        assert (bed.state(), bed.parked()) == ({"a": (2, "new")}, {})
