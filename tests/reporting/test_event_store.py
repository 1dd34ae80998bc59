"""The event store: everything that was said, once, in one order, never changed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from services.reporting.adapters.event_store import EventStore
from services.reporting.adapters.tables import metadata
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import Reporting, migrate_reporting_at, open_reporting
from shared.clock import SetClock
from shared.contracts.event import Event
from shared.testing.schema import differences
from tests.databases import Ground

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
LEEDS, BRADFORD = "E08000035", "E08000032"
pytestmark = pytest.mark.both_databases


@pytest.fixture
def reporting(tmp_path: Path, ground: Ground) -> Iterator[Reporting]:
    address = ground.new(tmp_path / "reporting.sqlite")
    if isinstance(address, str):
        migrate_reporting_at(address)
    settings = ReportingSettings(data=tmp_path, database_address=address if isinstance(address, str) else None)
    opened = open_reporting(settings, SetClock(NOW))
    yield opened
    opened.close()


def said(number: int, type: str = "uk.signpost.thing.changed.v1", authority: str = LEEDS) -> Event:
    envelope = {"source": "/directory", "type": type, "subject": f"thing-{number}", "authority": authority, "sequence": 1}
    return Event(id=f"event-{number}", time=NOW + timedelta(minutes=number), data={"number": number}, **envelope)


def keep(reporting: Reporting, *events: Event) -> list[Event]:
    with reporting.database.write() as connection:
        return EventStore(connection).append(events, NOW)


def test_a_fresh_database_is_what_the_code_declares(reporting: Reporting) -> None:
    """The months of the event store are its own affair."""
    found = [each for each in differences(reporting.database, metadata) if not re.search(r"events_(other|\d{4}_\d\d)", each)]
    assert found == []


def test_before_the_first_event_there_is_neither_an_end_nor_anything_to_read(reporting: Reporting) -> None:
    with reporting.database.read() as connection:
        store = EventStore(connection)
        assert (store.end(), store.oldest(), store.after(0, 10), store.find("event-1"), store.last_said()) == (0, 1, [], None, None)


def test_events_are_kept_whole_and_in_the_order_they_came(reporting: Reporting) -> None:
    later, earlier = said(2), said(1)
    keep(reporting, later)
    keep(reporting, earlier)
    with reporting.database.read() as connection:
        store = EventStore(connection)
        assert store.after(0, 10) == [(1, later), (2, earlier)]
        assert (store.end(), store.oldest(), store.find(earlier.id)) == (2, 1, (2, earlier))


def test_an_event_that_is_kept_already_is_left_as_it_is_and_takes_no_position(reporting: Reporting) -> None:
    first, second = said(1), said(2)
    assert keep(reporting, first, first) == [first]
    again = first.model_copy(update={"data": {"number": 99}})
    assert keep(reporting, again, second) == [second]
    with reporting.database.read() as connection:
        assert EventStore(connection).after(0, 10) == [(1, first), (2, second)]


def test_a_reader_asks_for_types_and_authorities_from_where_they_are(reporting: Reporting) -> None:
    events = [said(1), said(2, authority=BRADFORD), said(3, type="uk.signpost.other.v1"), said(4)]
    keep(reporting, *events)
    with reporting.database.read() as connection:
        store = EventStore(connection)
        assert [position for position, _ in store.after(1, 10, authorities=[LEEDS])] == [3, 4]
        assert [position for position, _ in store.after(0, 10, types=[events[0].type])] == [1, 2, 4]
        assert [position for position, _ in store.after(0, 2, types=[events[0].type], authorities=[LEEDS])] == [1, 4]
        assert store.after(0, 10, types=[]) == []


@pytest.mark.parametrize("change", ["UPDATE events SET authority = 'E08000032'", "DELETE FROM events"])
def test_what_was_said_cannot_be_changed_or_taken_away(reporting: Reporting, change: str) -> None:
    keep(reporting, said(1))
    with pytest.raises(DBAPIError, match="only added to"), reporting.database.write() as connection:
        connection.exec_driver_sql(change)
    with reporting.database.read() as connection:
        assert EventStore(connection).after(0, 10) == [(1, said(1))]
