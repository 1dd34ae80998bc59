"""The log: one order that every reader sees alike, whenever it looks."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete

from shared.errors import Unavailable
from shared.messaging.log import EventLog
from shared.storage.schema import outbox
from shared.testing.delivery import ThingChanged, ThingIgnored

from .beds import SqlBed


def test_events_are_read_in_order_after_a_position(bed: SqlBed) -> None:
    ids = [bed.publish(ThingChanged(name="red"), "a", n) for n in range(1, 6)]
    log = EventLog(bed.producer)
    assert log.sequence_new() == 5
    assert [(position, event.id) for position, event in log.after(2, 2)] == [(3, ids[2]), (4, ids[3])]
    assert log.after(5, 10) == []


def test_an_event_has_no_place_until_it_is_given_one_and_then_keeps_it(bed: SqlBed) -> None:
    event_id = bed.publish(ThingChanged(name="red"), "a", 1)
    log = EventLog(bed.producer)
    found = log.find(event_id)
    assert found is not None
    assert found[0] is None
    assert log.after(0, 10) == []
    log.sequence_new()
    bed.publish(ThingChanged(name="blue"), "a", 2)
    log.sequence_new()
    found = log.find(event_id)
    assert found is not None
    assert found[0] == 1


def test_a_row_that_commits_late_comes_after_what_was_read_already(bed: SqlBed) -> None:
    """Row numbers may commit out of order on a server; a reader who polled by them would never see the late one."""
    log = EventLog(bed.producer)
    bed.publish(ThingChanged(name="late"), "a", 1)
    with bed.producer.write() as connection:
        late = connection.execute(outbox.select()).mappings().one()
        connection.execute(delete(outbox))
    bed.publish(ThingChanged(name="red"), "b", 1)
    log.sequence_new()
    seen = log.newest()
    with bed.producer.write() as connection:
        connection.execute(outbox.insert().values(**late))
    log.sequence_new()
    assert [event.data["name"] for _, event in log.after(seen, 10)] == ["late"]


def test_many_at_once_may_ask_for_places_and_each_event_gets_one(bed: SqlBed) -> None:
    for n in range(30):
        bed.publish(ThingChanged(name="red"), f"thing-{n}", 1)
    log = EventLog(bed.producer)
    with ThreadPoolExecutor(6) as pool:
        given = sum(pool.map(lambda _: log.sequence_new(), range(12)))
    assert given == 30
    assert [position for position, _ in log.after(0, 100)] == list(range(1, 31))


def test_only_the_types_asked_for(bed: SqlBed) -> None:
    bed.publish(ThingIgnored(), "a", 1)
    wanted = bed.publish(ThingChanged(name="red"), "a", 2)
    log = EventLog(bed.producer)
    log.sequence_new()
    assert [(position, event.id) for position, event in log.after(0, 10, types=[ThingChanged.TYPE])] == [(2, wanted)]


def test_an_event_that_is_not_there_is_not_found(bed: SqlBed) -> None:
    assert EventLog(bed.producer).find("no such id") is None


def test_a_log_put_back_from_an_older_copy_is_refused_not_passed_over(bed: SqlBed) -> None:
    for n in range(1, 4):
        bed.publish(ThingChanged(name="red"), "a", n)
    bed.run_until_idle()
    with bed.producer.write() as connection:
        connection.execute(delete(outbox).where(outbox.c.sequence > 1))
    bed.publish(ThingChanged(name="blue"), "b", 1)
    with pytest.raises(Unavailable, match="an older copy was put back"):
        bed.run_until_idle()
