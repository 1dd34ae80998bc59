"""On PostgreSQL the event store is partitioned by month: nothing is refused, and what has no month gets one."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from services.reporting.adapters.event_store import EventStore
from services.reporting.settings import ReportingSettings
from services.reporting.wiring import Reporting, migrate_reporting, migrate_reporting_at, months_ahead, open_reporting
from shared.clock import SetClock
from shared.contracts.event import Event
from shared.errors import Unavailable
from shared.storage.database import Database
from shared.storage.roles import Addresses, make_roles
from tests.stack.fixtures import Postgres

JUNE = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture
def addresses(postgres_server: Postgres) -> Addresses:
    name = f"reporting_{secrets.token_hex(4)}"
    made = make_roles(postgres_server.url, name, owner_password="owns", application_password="works")
    migrate_reporting_at(made.owner)
    return made


@pytest.fixture
def reporting(addresses: Addresses, tmp_path: Path) -> Iterator[Reporting]:
    """As the application runs: with the role that owns nothing."""
    opened = open_reporting(ReportingSettings(data=tmp_path, database_address=addresses.application))
    yield opened
    opened.close()


def said(id: str, at: datetime) -> Event:
    told = {"type": "uk.signpost.thing.changed.v1", "subject": id, "authority": "E08000035", "sequence": 1}
    return Event(id=id, source="/directory", time=at, data={"id": id}, **told)


def keep(reporting: Reporting, *events: Event) -> None:
    with reporting.database.write() as connection:
        EventStore(connection).append(events, JUNE)


def months(reporting: Reporting) -> dict[str, str]:
    """Event → the table it is in."""
    with reporting.database.read() as connection:
        return dict(connection.exec_driver_sql("SELECT event_id, tableoid::regclass::text FROM events ORDER BY event_id").all())


def test_an_event_of_a_month_nobody_made_is_kept_and_moves_when_the_owner_makes_it(addresses: Addresses, reporting: Reporting) -> None:
    now = datetime.now(UTC)
    long_ago, some_day = said("a", datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC)), said("c", datetime(2093, 1, 1, tzinfo=UTC))
    keep(reporting, long_ago, said("b", now), some_day)
    assert months(reporting) == {"a": "events_other", "b": f"events_{now:%Y_%m}", "c": "events_other"}
    owner = Database(addresses.owner)
    migrate_reporting(owner, SetClock(now))
    owner.close()
    assert months(reporting) == {"a": "events_2019_12", "b": f"events_{now:%Y_%m}", "c": "events_2093_01"}
    with reporting.database.read() as connection:
        assert [event.id for _, event in EventStore(connection).after(0, 10)] == ["a", "b", "c"]


def test_months_are_made_a_year_ahead_and_it_is_told_how_many_are_left(addresses: Addresses) -> None:
    owner = Database(addresses.owner)
    migrate_reporting(owner, SetClock(JUNE))
    left = [months_ahead(owner, SetClock(at)) for at in (JUNE, datetime(2028, 4, 30, tzinfo=UTC), datetime(2028, 7, 1, tzinfo=UTC))]
    owner.close()
    assert left == [12, 2, -1]


def test_data_is_compressed_with_lz4_in_every_month(addresses: Addresses, reporting: Reporting) -> None:
    asked = "SELECT DISTINCT attcompression FROM pg_attribute WHERE attname = 'data' AND attrelid::regclass::text LIKE 'events%%'"
    with reporting.database.read() as connection:
        assert connection.exec_driver_sql(asked).scalars().all() == ["l"]


@pytest.mark.parametrize("change", ["DELETE FROM {month}", "UPDATE {month} SET subject = 'x'", "TRUNCATE events", "DROP TABLE {month}"])
def test_who_runs_the_service_can_neither_change_nor_remove_what_was_said(reporting: Reporting, change: str) -> None:
    now = datetime.now(UTC)
    keep(reporting, said("a", now))
    refused = pytest.raises((DBAPIError, Unavailable), match=r"only added to|does not allow this to the role")
    with refused, reporting.database.write() as connection:
        connection.exec_driver_sql(change.format(month=f"events_{now:%Y_%m}"))
    assert list(months(reporting)) == ["a"]
