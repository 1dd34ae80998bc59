"""Reporting against the directory: its store holds what was said, once; its figures are what anybody counts in the directory."""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from services.directory.adapters.tables import classes, venues
from services.reporting.adapters.tables import events, supply
from services.reporting.use_cases.verify import verify
from services.reporting.wiring import open_works
from shared.clock import SystemClock
from shared.storage.database import Database
from tests.faults.checker import Verdict, check_once
from tests.faults.truth import Truth

Offered = tuple[str, str, int]
"""Of one level of one class: the authority it meets in, the level, how many places are open."""


def check_reporting(verdict: Verdict, truth: Truth, directory: Database, reporting: Database, parked: Collection[str]) -> None:
    with reporting.read() as connection:
        kept = list(connection.execute(select(events.c.event_id)).scalars())
        shown = Counter(_shown(connection))
    with directory.read() as connection:
        counted = Counter(_counted(connection))
    check_once(verdict, "reporting", [event.id for event in truth.said if event.id not in parked], kept)
    differing = {f"{authority} {level}" for authority, level, _ in (shown - counted) + (counted - shown)}
    verdict.lose("figures of supply that are not what the directory holds, by authority and level", differing)
    verified = verify(open_works(reporting, SystemClock()))
    verdict.find("tables of reporting that are not what its log gives", [table.table for table in verified.tables if not table.agrees])


def _shown(connection: Connection) -> Iterable[Offered]:
    for row in connection.execute(select(supply).where(~supply.c.withdrawn)):
        for level in row.levels.split():
            yield row.authority, level, row.open_places or 0


def _counted(connection: Connection) -> Iterable[Offered]:
    joined = select(classes, venues.c.authority.label("meets_in")).outerjoin(venues, venues.c.id == classes.c.venue_id)
    for row in connection.execute(joined.where(~classes.c.withdrawn)):
        for level in set(row.details["levels"]):
            yield row.meets_in or row.authority, level, row.details["places"]["open"] or 0
