"""Two consumers of the directory's events that show what the product's own would hide.

`faults.count` writes a line for every event it hears, with nothing that keeps a line from being written twice. `faults.latest`
keeps the newest state of each thing without comparing, and a journal of what it wrote: an older event that overwrites a newer
one stands there. Neither is careful; that they come out right is the work of inbox, sequence and delivery alone.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select

from services.directory.entrypoints.listener import FEED
from shared.clock import Clock
from shared.contracts.event import Event
from shared.ids import RandomIds
from shared.messaging.inbox import SqlInbox
from shared.messaging.subscription import Handler, Subscription
from shared.storage.database import Database
from shared.storage.schema import shared_tables
from shared.storage.upsert import upsert
from shared.storage.work import Work, Works

SOURCE = "/faults"
ONE_IN = 499
"""Of so many events one fails at its first try: the ladder takes part in every trial."""

metadata = MetaData()
lines = Table("lines", metadata, Column("row", Integer, primary_key=True), Column("event_id", Text, nullable=False))
kept = Table("kept", metadata, Column("subject", Text, primary_key=True), Column("sequence", Integer, nullable=False))
journal = Table(
    "journal",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
)


def open_ledger(address: Any) -> Database:
    """The database of these two, made when it is new."""
    database = Database(address)
    with database.write() as connection:
        shared_tables.create_all(connection)
        metadata.create_all(connection)
    return database


def inbox_of(database: Database, clock: Clock, subscription: Subscription[Work]) -> SqlInbox[Work]:
    return SqlInbox(Works(database, clock, RandomIds(), source=SOURCE, build=Work), subscription)


class OffDay:
    """Fails some events at their first try in this process, after their effect was written: what was half done must be undone."""

    def __init__(self) -> None:
        self._tried: set[str] = set()

    def __call__(self, event: Event) -> None:
        if int(event.id[-4:], 16) % ONE_IN == 0 and event.id not in self._tried:
            self._tried.add(event.id)
            raise RuntimeError("an off day")


def subscriptions() -> list[Subscription[Work]]:
    """Anew for each process: what fails once is remembered in them."""
    return [_hearing("faults.count", write_line, every_event=True), _hearing("faults.latest", keep, every_event=False)]


def write_line(work: Work, event: Event) -> None:
    work.connection.execute(insert(lines).values(event_id=event.id))


def keep(work: Work, event: Event) -> None:
    said = {"subject": event.subject, "sequence": event.sequence}
    upsert(work.connection, kept, [said])
    work.connection.execute(insert(journal).values(**said))


def _hearing(consumer: str, effect: Any, *, every_event: bool) -> Subscription[Work]:
    handler: Handler[Work] = partial(_handle, effect, OffDay())
    return Subscription(consumer, FEED.source, dict.fromkeys(FEED.handlers, handler), every_event=every_event)


def _handle(effect: Any, off_day: OffDay, work: Work, event: Event, _data: Any) -> None:
    effect(work, event)
    off_day(event)


@dataclass(frozen=True)
class Ledger:
    """What the two wrote: event ids line by line, the newest sequence by subject, and the sequences in the order they were written."""

    lines: list[str]
    kept: dict[str, int]
    journal: dict[str, list[int]]


def read_ledger(database: Database) -> Ledger:
    """All of one moment."""
    written = defaultdict(list)
    with database.read() as connection:
        ids = list(connection.execute(select(lines.c.event_id).order_by(lines.c.row)).scalars())
        newest = {row.subject: row.sequence for row in connection.execute(select(kept))}
        for row in connection.execute(select(journal).order_by(journal.c.row)):
            written[row.subject].append(row.sequence)
    return Ledger(ids, newest, dict(written))
