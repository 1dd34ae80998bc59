"""Reporting's tables: every event ever heard, and what is counted from them.

`events` is the truth; every other table here can be made again from it (`signpost reporting rebuild`).
"""

from datetime import date, datetime
from types import NoneType
from typing import Any, get_args, get_type_hints

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, MetaData, Table, Text, UniqueConstraint

from services.reporting.domain.projection import Projection
from services.reporting.domain.projections import PROJECTIONS
from services.reporting.domain.supply import SUPPLY
from shared.storage.schema import NAMES, include_shared
from shared.storage.types import JsonDocument, UtcDateTime

metadata = MetaData(naming_convention=NAMES)
include_shared(metadata)

events = Table(
    "events",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),  # the order everybody who reads this store sees
    Column("time", UtcDateTime, primary_key=True),  # PostgreSQL wants what it partitions by in every unique key
    Column("event_id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("traceparent", Text),
    Column("data", JsonDocument, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    UniqueConstraint("event_id", "time"),
    Index(None, "received_at", "position"),  # where the feed begins
    Index(None, "subject", "sequence"),  # what was last said of something
)

_KINDS: dict[type, Any] = {str: Text, int: Integer, bool: Boolean, date: Date, datetime: UtcDateTime}


def _table_of(projection: Projection[Any]) -> Table:
    """A column for each field of its rows; what may be None there may be NULL here."""
    kinds = {name: set(get_args(kind)) or {kind} for name, kind in get_type_hints(projection.row).items()}
    columns = [
        Column(name, _KINDS[(kind - {NoneType}).pop()], primary_key=name in projection.key, autoincrement=False, nullable=NoneType in kind)
        for name, kind in kinds.items()
    ]
    return Table(projection.name, metadata, *columns, *(Index(None, name) for name in projection.looked_up_by))


supply = {each.name: _table_of(each) for each in PROJECTIONS}[SUPPLY.name]
