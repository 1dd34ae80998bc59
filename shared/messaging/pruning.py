"""An inbox forgets what can come no more: claims older than KEPT, but never the newest of a subject, by which older events are told.

An event that came again after that would be taken for new. None does: queues hold messages for days, the ladder ends after an hour,
and the reconciler looks no further back than what is kept. Parked events are kept until a person decides, and are not claimed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from shared.messaging.consumer import Consumer
from shared.messaging.verified import VerifiedStore
from shared.storage.database import Database
from shared.storage.schema import inbox

KEPT = timedelta(days=90)
MARGIN = timedelta(days=1)
"""A claim is a little younger than its event, and clocks of two machines differ."""
AT_ONCE = 2_000


def prune(consumer: Sequence[Consumer[Any]]) -> int:
    """`consumer`: one, with everything it hears. Returns how many claims were forgotten.

    None while something it hears was not compared with its log yet: until then every claim is needed.
    """
    database, now = consumer[0].database, consumer[0].clock.now()
    stores = [VerifiedStore(database, *part.key) for part in consumer if part.source.end().position]
    times = [store.read().event_time for store in stores]
    if not times or None in times:
        return 0
    before = min(now - KEPT, *(time for time in times if time)) - MARGIN
    for store in stores:
        store.prune(before + MARGIN, now)  # first: a crash after it leaves more claims than are said to be there
    return _forget(database, consumer[0].name, before)


def _forget(database: Database, consumer: str, before: datetime) -> int:
    forgotten = 0
    while ids := _old(database, consumer, before):
        with database.write() as connection:
            connection.execute(delete(inbox).where(inbox.c.consumer == consumer, inbox.c.event_id.in_(ids)))
        forgotten += len(ids)
    return forgotten


def _old(database: Database, consumer: str, before: datetime) -> list[str]:
    other = inbox.alias("other")
    newest = select(func.max(other.c.sequence)).where(other.c.consumer == consumer, other.c.subject == inbox.c.subject).scalar_subquery()
    old = select(inbox.c.event_id).where(inbox.c.consumer == consumer, inbox.c.at < before, inbox.c.sequence < newest)
    with database.read() as connection:
        return list(connection.execute(old.limit(AT_ONCE)).scalars())
