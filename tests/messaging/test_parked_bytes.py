"""What came and is no event is kept as it came, found again, and told without what it holds."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.messaging.parking import NO_EVENT, TOO_OFTEN_DELIVERED, Parking
from shared.messaging.unreadable import KEPT_BYTES, bounded
from shared.testing.delivery import AUTHORITY, CONSUMER, SOURCE, ThingChanged

from .beds import SqlBed

HEADERS: dict[str, object] = {"ce-id": "1", "ce-type": 7, "odd": b"\xff"}

VALUES = st.one_of(st.text(), st.binary(), st.integers(), st.none())


@pytest.fixture
def parking(bed: SqlBed) -> Parking:
    return Parking(bed.consumer, bed.clock)


def test_bytes_are_parked_as_they_came(parking: Parking) -> None:
    key = parking.park_bytes(CONSUMER, b"\x80\x81", HEADERS, NO_EVENT, "ce-id is missing")
    (parked,) = parking.show(key)
    assert parked == parking.waiting()[0]
    assert (parked.event, parked.reason, parked.error, parked.attempts) == (None, NO_EVENT, "ce-id is missing", 1)
    assert parked.unreadable is not None
    assert (parked.unreadable.body, parked.unreadable.headers) == (b"\x80\x81", {"ce-id": "1", "ce-type": "7", "odd": "�"})


def test_the_same_bytes_that_come_again_are_counted_and_other_headers_are_another_message(parking: Parking) -> None:
    first = parking.park_bytes(CONSUMER, b"x", HEADERS, NO_EVENT, "")
    assert parking.park_bytes(CONSUMER, b"x", HEADERS, NO_EVENT, "") == first
    assert parking.park_bytes(CONSUMER, b"x", {}, NO_EVENT, "") != first
    assert sorted(one.attempts for one in parking.waiting()) == [1, 2]


def test_a_body_without_end_is_kept_in_part_and_its_length_told(parking: Parking) -> None:
    key = parking.park_bytes(CONSUMER, b"x" * (KEPT_BYTES + 5), {}, NO_EVENT, "")
    unreadable = parking.show(key)[0].unreadable
    assert unreadable is not None
    assert (len(unreadable.body), unreadable.body_bytes) == (KEPT_BYTES, KEPT_BYTES + 5)
    assert "of which the first 65536 are kept" in unreadable.describe()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.binary(max_size=40), st.dictionaries(st.text(max_size=5), st.one_of(st.text(), st.binary(), st.integers(), st.none()), max_size=3)
)
def test_whatever_comes_can_be_parked_and_read_back(parking: Parking, body: bytes, headers: dict[str, object]) -> None:
    key = parking.park_bytes(CONSUMER, body, headers, NO_EVENT, "no event")
    unreadable = parking.show(key)[0].unreadable
    assert unreadable is not None
    assert unreadable.body == body


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "0 bytes, empty; 1 headers"),
        (b'{"name": "Amina Person"}', "24 bytes, JSON (an object of 1 members); 1 headers"),
        (b'["Amina"]', "9 bytes, JSON (a list of 1); 1 headers"),
        (b'"Amina"', "7 bytes, JSON (a single value); 1 headers"),
        (b"Amina Person", "12 bytes, text that is not JSON; 1 headers"),
        (b"\x00\xffAmina", "7 bytes, neither JSON nor text; 1 headers"),
    ],
)
def test_a_description_says_nothing_of_what_is_in_it(body: bytes, kind: str) -> None:
    assert bounded(body, {"to": "Amina"}).describe() == kind


def test_bytes_cannot_be_sent_on_and_can_be_dropped(bed: SqlBed, parking: Parking) -> None:
    key = parking.park_bytes(CONSUMER, b"x", {}, NO_EVENT, "")
    assert parking.redrive(key, "operator") == 0
    assert [one.id for one in parking.waiting()] == [key]
    assert parking.drop([(CONSUMER, key)], "operator", "a partner's test message") == 1
    (dropped,) = parking.show(key)
    assert (dropped.dropped_by, dropped.dropped_why, dropped.dropped_at) == ("operator", "a partner's test message", bed.clock.now())
    assert parking.waiting() == []


def test_an_event_the_broker_gave_up_can_be_sent_on(bed: SqlBed, parking: Parking) -> None:
    event_id = bed.publish(ThingChanged(name="red"), "a", 1)
    bed.delivery.check_log()
    found = bed.log.find(event_id)
    assert found is not None
    parking.park_event(CONSUMER, found[1], TOO_OFTEN_DELIVERED, "20 deliveries", 20)
    assert (found[1].source, found[1].authority, bed.parked()) == (SOURCE, AUTHORITY, {event_id: TOO_OFTEN_DELIVERED})
    bed.redrive(event_id)
    bed.clock.move(timedelta(seconds=1))
    bed.run_until_idle()
    assert (bed.state(), bed.parked()) == ({"a": (1, "red")}, {})
