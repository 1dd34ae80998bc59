"""What a person sees of events that failed, and what they can do."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from shared.errors import NotFound, Unavailable
from shared.messaging import inspect
from shared.messaging.inspect import Which
from shared.messaging.ladder import RUNGS, describe
from shared.messaging.parking import NO_EVENT, Parking
from shared.messaging.subscription import Subscription
from shared.storage.schema import retries
from shared.storage.work import Work
from shared.telemetry import current_traceparent, traced
from shared.testing.delivery import CONSUMER, ThingChanged, ThingChangedBadly, suite_subscription

from .beds import SqlBed, sql_delivery

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def park_one(bed: SqlBed) -> str:
    event_id = bed.publish(ThingChangedBadly(name=7), "a", 1)
    bed.run_until_idle()
    return event_id


def test_the_tail_is_the_last_events_and_can_be_followed(bed: SqlBed) -> None:
    ids = [bed.publish(ThingChanged(name="red"), "a", n) for n in range(1, 6)]
    assert [event.id for _, event in inspect.tail(bed.producer, limit=2)] == ids[-2:]
    assert [event.id for _, event in inspect.tail(bed.producer, after=3)] == ids[3:]


def test_what_is_parked_says_who_could_not_take_it_and_why(bed: SqlBed) -> None:
    event_id = park_one(bed)
    (parked,) = inspect.parked([bed.producer, bed.consumer], bed.clock)
    assert (parked.id, parked.consumer, parked.reason, parked.attempts) == (event_id, CONSUMER, "poison", 1)
    assert parked.error == "Poison: name: string_type"
    assert parked.parked_at == bed.clock.now()


def test_an_event_is_shown_with_its_place_and_where_it_is_parked(bed: SqlBed) -> None:
    event_id = park_one(bed)
    shown = inspect.show([bed.producer, bed.consumer], bed.clock, event_id)
    assert shown.event is not None
    assert shown.event.id == event_id
    assert ([one.id for one in shown.parked], shown.position, [one.consumer for one in shown.parked]) == ([event_id], 1, [CONSUMER])


def test_who_sent_it_on_and_when_is_kept(bed: SqlBed) -> None:
    event_id = park_one(bed)
    bed.clock.move(timedelta(hours=2))
    databases, keys = [bed.producer, bed.consumer], [(CONSUMER, event_id)]
    assert inspect.redrive(databases, bed.clock, keys, by="operator", why="mended") == 1
    (shown,) = inspect.show([bed.consumer], bed.clock, event_id).parked
    assert (shown.redriven_by, shown.redriven_why, shown.redriven_at) == ("operator", "mended", bed.clock.now())
    assert inspect.redrive(databases, bed.clock, keys, by="operator", why="mended") == 0


def test_every_decision_is_kept_though_the_event_is_parked_anew(bed: SqlBed) -> None:
    event_id = park_one(bed)
    keys = [(CONSUMER, event_id)]
    inspect.redrive([bed.consumer], bed.clock, keys, by="p1", why="I hope so")
    bed.run_until_idle()
    inspect.redrive([bed.consumer], bed.clock, keys, by="p2", why="")
    bed.run_until_idle()
    inspect.drop([bed.consumer], bed.clock, keys, by="p3", why="a trial run")
    decisions = inspect.show([bed.consumer], bed.clock, event_id).decisions
    said = [(one.action, one.actor_name, one.purpose) for one in decisions]
    assert said == [("dropped", "p3", "a trial run"), ("redriven", "p2", ""), ("redriven", "p1", "I hope so")]


def test_what_is_parked_can_be_chosen_by_who_parked_it_its_type_and_its_age(bed: SqlBed) -> None:
    old = park_one(bed)
    bed.clock.move(timedelta(hours=2))
    bytes_id = Parking(bed.consumer, bed.clock).park_bytes("other", b"x", {}, NO_EVENT, "")
    hour_ago = bed.clock.now() - timedelta(hours=1)

    def chosen(which: Which) -> list[str]:
        return [one.id for one in inspect.parked([bed.producer, bed.consumer], bed.clock, which)]

    assert chosen(Which()) == [old, bytes_id]
    assert chosen(Which(consumer="other")) == chosen(Which(id=bytes_id)) == [bytes_id]
    assert chosen(Which(type="thing.changed")) == chosen(Which(before=hour_ago)) == [old]
    assert chosen(Which(type="thing.changed", consumer="other")) == []


@pytest.mark.parametrize("ask", ["show", "known"])
def test_an_event_nobody_knows_says_where_to_look(bed: SqlBed, ask: str) -> None:
    with pytest.raises(NotFound) as refusal:
        if ask == "show":
            inspect.show([bed.consumer], bed.clock, "no-such-id")
        else:
            inspect.known([bed.consumer], bed.clock, "no-such-id")
    assert "signpost events parked" in refusal.value.remedy


def test_the_wait_grows_from_a_second_to_an_hour(bed: SqlBed) -> None:
    bed.trouble.times["a"] = 1000
    bed.publish(ThingChanged(name="red"), "a", 1)
    bed.run_until_idle()
    waits = []
    for rung in RUNGS:
        with bed.consumer.read() as connection:
            waits.append(connection.execute(select(retries.c.due)).scalar_one() - bed.clock.now())
        bed.clock.move(rung)
        bed.run_until_idle()
    hours = [timedelta(seconds=1), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1)]
    assert waits == hours


def test_what_is_noted_of_a_failure_holds_nothing_personal(bed: SqlBed) -> None:
    bed.trouble.times["Amina Person, LS1 4AP"] = 2
    bed.publish(ThingChanged(name="red"), "Amina Person, LS1 4AP", 1)
    bed.run_until_idle()
    with bed.consumer.read() as connection:
        noted = connection.execute(select(retries.c.error)).scalar_one()
    assert noted.startswith("RuntimeError in Trouble.before, line ")
    assert describe(Unavailable("The index is closed.")) == "Unavailable: The index is closed."


def test_the_trace_of_an_event_goes_on_in_its_handler_also_when_tried_again(bed: SqlBed) -> None:
    traces: list[str | None] = []
    subscription: Subscription[Work] = suite_subscription(lambda *_: traces.append(current_traceparent()), bed.trouble)
    delivery = sql_delivery(bed.producer, bed.consumer, bed.clock, subscription)
    bed.trouble.times["a"] = 2
    with traced(TRACE):
        bed.publish(ThingChanged(name="red"), "a", 1)
    delivery.run_until_idle()
    bed.clock.move(timedelta(seconds=1))
    delivery.run_until_idle()
    assert traces == [TRACE] * 3
    assert current_traceparent() is None


def test_a_consumer_whose_database_is_locked_waits_and_blames_no_event(bed: SqlBed, monkeypatch: pytest.MonkeyPatch) -> None:
    bed.publish(ThingChanged(name="red"), "a", 1)

    def locked(*_: object) -> None:
        raise Unavailable("The database is locked by another process.")

    with monkeypatch.context() as patch:
        patch.setattr("shared.messaging.inbox.SqlInboxTransaction.move_to", locked)
        with pytest.raises(Unavailable):
            bed.run_until_idle()
    with bed.consumer.read() as connection:
        assert connection.execute(select(retries)).all() == []
    bed.run_until_idle()
    assert bed.state() == {"a": (1, "red")}
