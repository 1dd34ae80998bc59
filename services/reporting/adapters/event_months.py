"""The months that the event store is partitioned by on PostgreSQL; on SQLite it is one table, and there is nothing to do.

Only who owns the tables can make a month. Who runs the service owns nothing, so months are made well ahead when migrating; an event that
has none goes to `events_other`, and moves to its month when the owner makes it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, text

AHEAD = 12
_OTHER = "events_other"


def make_months(connection: Connection, now: datetime) -> list[str]:
    """This month, the twelve after it, and those that events in `events_other` belong to; returns the names of the new tables."""
    if connection.dialect.name != "postgresql":
        return []
    wanted = {*_ahead(now), *_of_events_without(connection)}
    return [_make(connection, month) for month in sorted(wanted - _made(connection))]


def months_left(connection: Connection, now: datetime) -> int | None:
    """How many months after this one are made already, without a gap; None where the database has no months."""
    if connection.dialect.name != "postgresql":
        return None
    made = _made(connection)
    months = list(_ahead(now))
    return next((number for number, month in enumerate(months) if month not in made), len(months)) - 1


def _ahead(now: datetime) -> Iterator[datetime]:
    month = _first_of(now)
    for _ in range(AHEAD + 1):
        yield month
        month = _next(month)


def _first_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next(month: datetime) -> datetime:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _made(connection: Connection) -> set[datetime]:
    children = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'events'::regclass"
    names = connection.execute(text(children)).scalars()
    return {datetime.strptime(name[-7:], "%Y_%m").replace(tzinfo=UTC) for name in names if not name.endswith(_OTHER)}


def _of_events_without(connection: Connection) -> set[datetime]:
    months = connection.execute(text(f"SELECT DISTINCT date_trunc('month', time AT TIME ZONE 'UTC') FROM {_OTHER}"))  # noqa: S608
    return {month.replace(tzinfo=UTC) for month in months.scalars()}


def _make(connection: Connection, month: datetime) -> str:
    """Filled before it becomes part of the store: PostgreSQL refuses a month whose events are elsewhere. Nothing is lost on the way."""
    name, since, until = f"events_{month:%Y_%m}", month.isoformat(), _next(month).isoformat()
    theirs = f"time >= '{since}' AND time < '{until}'"
    for statement in (
        f"CREATE TABLE {name} (LIKE events INCLUDING ALL)",
        f"ALTER TABLE {_OTHER} DISABLE TRIGGER USER",
        f"WITH moved AS (DELETE FROM {_OTHER} WHERE {theirs} RETURNING *) INSERT INTO {name} SELECT * FROM moved",  # noqa: S608
        f"ALTER TABLE {_OTHER} ENABLE TRIGGER USER",
        f"ALTER TABLE events ATTACH PARTITION {name} FOR VALUES FROM ('{since}') TO ('{until}')",
    ):
        connection.execute(text(statement))
    return name
