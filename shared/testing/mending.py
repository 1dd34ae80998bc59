"""What people and the reconciler can mend, on every delivery: sending on, dropping, bringing what was lost, replaying."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.messaging.ladder import RUNGS
from shared.messaging.parking import ParkedKey, Parking
from shared.messaging.reconcile import GRACE, Reconciler
from shared.messaging.replay import Replaying
from shared.messaging.verified import VerifiedStore
from shared.testing.delivery import CONSUMER, SOURCE, DeliveryBed, ThingChanged, ThingChangedBadly


def parking(bed: DeliveryBed) -> Parking:
    return Parking(bed.as_consumer().database, bed.clock)


def park(bed: DeliveryBed, subjects: str) -> list[str]:
    """An event of each subject, given up on; what made them fail is mended."""
    bed.trouble.times.update(dict.fromkeys(subjects, 1000))
    ids = [bed.publish(ThingChanged(name="red"), subject, 1) for subject in subjects]
    bed.run_until_idle()
    for rung in RUNGS:
        bed.clock.move(rung)
        bed.run_until_idle()
    assert bed.parked() == dict.fromkeys(ids, "failed too often")
    bed.trouble.times.clear()
    bed.trouble.tries.clear()
    return ids


def keys(bed: DeliveryBed) -> list[ParkedKey]:
    return [one.key for one in parking(bed).waiting()]


class MendingBehaviour:
    @pytest.fixture
    def bed(self) -> DeliveryBed:
        raise NotImplementedError("give the pair under test as the fixture `bed`")

    def test_many_are_sent_on_at_once_and_each_is_applied_once(self, bed: DeliveryBed) -> None:
        ids = park(bed, "abcd")
        chosen = keys(bed)
        assert parking(bed).send_on(chosen, "operator", "mended") == 4
        assert parking(bed).send_on(chosen, "operator", "mended") == 0
        bed.run_until_idle()
        assert parking(bed).send_on(chosen, "operator", "mended") == 0
        bed.run_until_idle()
        assert (bed.trouble.tries, bed.parked()) == (Counter(ids), {})
        assert sorted(bed.state()) == list("abcd")

    def test_two_people_who_send_on_the_same_at_once_do_it_once(self, bed: DeliveryBed) -> None:
        ids = park(bed, "abcd")
        chosen = keys(bed)
        with ThreadPoolExecutor(4) as people:
            sent = list(people.map(lambda person: parking(bed).send_on(chosen, person, "mended"), ["p1", "p2", "p3", "p4"]))
        bed.run_until_idle()
        assert (sorted(sent), bed.trouble.tries) == ([0, 0, 0, 4], Counter(ids))

    def test_what_is_dropped_is_tried_no_more_however_it_is_asked_for(self, bed: DeliveryBed) -> None:
        (event_id,) = park(bed, "a")
        chosen = keys(bed)
        assert parking(bed).drop(chosen, "operator", "a trial run") == 1
        assert parking(bed).send_on(chosen, "operator", "mended") == parking(bed).drop(chosen, "operator", "again") == 0
        Reconciler(bed.as_consumer()).run(full=True)
        Replaying(bed.as_consumer()).ask(0, "operator")
        Replaying(bed.as_consumer()).run()
        bed.run_until_idle()
        assert (bed.state(), bed.parked(), bed.trouble.tries) == ({}, {}, Counter())
        (shown,) = parking(bed).show(event_id)
        assert (shown.dropped_by, shown.dropped_why) == ("operator", "a trial run")

    def test_what_was_lost_on_the_way_is_found_missing_and_applied_once(self, bed: DeliveryBed) -> None:
        bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        lost = bed.lose(ThingChanged(name="blue"), "b", 1)
        bed.publish(ThingChanged(name="green"), "c", 1)
        bed.run_until_idle()
        bed.clock.move(GRACE)
        assert Reconciler(bed.as_consumer()).run().repaired == 1
        assert bed.state() == {"a": (1, "red"), "b": (1, "blue"), "c": (1, "green")}
        (repair,) = VerifiedStore(bed.as_consumer().database, CONSUMER, SOURCE).repairs()
        assert (repair.event_id, repair.position, repair.missing, repair.at) == (lost, 2, GRACE, bed.clock.now())
        assert [Reconciler(bed.as_consumer()).run(full=full).repaired for full in (False, True)] == [0, 0]
        bed.run_until_idle()
        assert set(bed.trouble.tries.values()) == {1}

    def test_an_older_change_that_was_lost_does_not_overwrite_the_newer(self, bed: DeliveryBed) -> None:
        bed.lose(ThingChanged(name="old"), "a", 1)
        bed.publish(ThingChanged(name="new"), "a", 2)
        bed.run_until_idle()
        bed.clock.move(GRACE)
        Reconciler(bed.as_consumer()).run()
        assert bed.state() == {"a": (2, "new")}

    def test_what_is_parked_or_waits_on_the_ladder_is_not_missing(self, bed: DeliveryBed) -> None:
        bed.trouble.times["a"] = 1000
        bed.publish(ThingChangedBadly(name=7), "b", 1)
        waits = bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        bed.clock.move(GRACE)
        before = bed.trouble.tries[waits]
        checked = Reconciler(bed.as_consumer()).run()
        assert (checked.looked_at, checked.repaired, checked.verified, bed.trouble.tries[waits]) == (2, 0, 2, before)

    def test_what_was_lost_and_fails_takes_the_ladder(self, bed: DeliveryBed) -> None:
        bed.trouble.times["a"] = 2
        bed.lose(ThingChanged(name="red"), "a", 1)
        bed.clock.move(GRACE)
        assert Reconciler(bed.as_consumer()).run().repaired == 1
        assert bed.state() == {}
        bed.clock.move(RUNGS[0])
        bed.run_until_idle()
        assert bed.state() == {"a": (1, "red")}

    def test_a_replay_applies_the_newest_of_each_thing_once_more_and_new_ones_too(self, bed: DeliveryBed) -> None:
        ids = [bed.publish(ThingChanged(name=f"v{sequence}"), subject, sequence) for sequence in (1, 2) for subject in "ab"]
        bed.run_until_idle()
        replaying = Replaying(bed.as_consumer(), batch=3)
        replaying.ask(0, "operator")
        replaying.step()
        new = bed.publish(ThingChanged(name="v3"), "a", 3)
        bed.run_until_idle()
        replaying.run()
        bed.run_until_idle()
        assert bed.state() == {"a": (3, "v3"), "b": (2, "v2")}
        assert bed.trouble.tries[new] == 1
        assert [bed.trouble.tries[each] for each in ids] == [1, 1, 2, 2]

    def test_a_replay_that_was_broken_off_is_gone_on_with(self, bed: DeliveryBed) -> None:
        ids = [bed.publish(ThingChanged(name="red"), f"thing-{number}", 1) for number in range(7)]
        bed.run_until_idle()
        Replaying(bed.as_consumer(), batch=3).ask(2, "operator")
        Replaying(bed.as_consumer(), batch=3).step()
        bed.restart()
        Replaying(bed.as_consumer()).run()
        bed.run_until_idle()
        assert [bed.trouble.tries[each] for each in ids] == [1, 1, 2, 2, 2, 2, 2]
        assert Replaying(bed.as_consumer()).unfinished() is None

    def test_one_that_fails_in_a_replay_takes_the_ladder_and_is_applied_once_more(self, bed: DeliveryBed) -> None:
        event_id = bed.publish(ThingChanged(name="red"), "a", 1)
        bed.run_until_idle()
        bed.trouble.times["a"] = 2
        Replaying(bed.as_consumer()).ask(0, "operator")
        Replaying(bed.as_consumer()).run()
        bed.clock.move(RUNGS[0])
        bed.run_until_idle()
        assert (bed.trouble.tries[event_id], bed.state(), bed.parked()) == (4, {"a": (1, "red")}, {})
