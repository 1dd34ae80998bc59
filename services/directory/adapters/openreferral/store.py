"""Reading the feed: counts, pages and single services, at one moment of the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from services.directory.adapters.openreferral.asking import conditions
from services.directory.adapters.openreferral.inbox import made
from services.directory.adapters.openreferral.made_by import made_by
from services.directory.adapters.openreferral.rows import entry_of
from services.directory.adapters.openreferral.tables import feed_parts, feed_services, feed_states
from services.directory.domain.openreferral.entries import Entry
from services.directory.domain.openreferral.question import Question
from shared.errors import NotFound, Unavailable
from shared.storage.database import Database

_of = feed_services.c
_providers, _venues = feed_parts.alias("providers"), feed_parts.alias("venues")
_WHOLE = (
    select(feed_services, feed_states.c.state, _providers.c.details.label("provider"), _venues.c.details.label("venue"))
    .join(feed_states, feed_states.c.id == _of.id)
    .outerjoin(_providers, _providers.c.subject == _of.provider_id)
    .outerjoin(_venues, _venues.c.subject == _of.venue_id)
)


class StoredFeedLook:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def heard(self) -> str:
        here = made(self._connection)
        return f"{made_by()}-{here.position}-{here.event_id[-6:]}-{here.changes}" if here else made_by()

    def last_turn(self, now: datetime) -> datetime | None:
        """Each is the end of an index, looked up from the back."""
        turns = [self._connection.execute(select(func.max(at)).where(at <= now)).scalar() for at in (_of.unchecked_at, _of.over_at)]
        return max((turn for turn in turns if turn is not None), default=None)

    def count(self, question: Question, now: datetime) -> int:
        return int(self._connection.execute(select(func.count(_of.id)).where(*conditions(question, now))).scalar_one())

    def page(self, question: Question, now: datetime, skipped: int, limit: int) -> Sequence[Entry]:
        """Ids first: what is skipped is then counted off an index, and nothing of it is read."""
        return self._entries(select(_of.id).where(*conditions(question, now)).order_by(_of.id).offset(skipped).limit(limit))

    def after(self, question: Question, now: datetime, id: str, limit: int) -> Sequence[Entry]:
        return self._entries(select(_of.id).where(_of.id > id, *conditions(question, now)).order_by(_of.id).limit(limit))

    def service(self, id: str) -> Entry:
        return self._one(_of.id == id, f"There is no service {id}.")

    def at_location(self, id: str) -> Entry:
        return self._one(_of.at_id == id, f"There is no service at a location {id}.")

    def has_organization(self, id: str) -> bool:
        known = exists().where(feed_parts.c.feed_id == id, feed_parts.c.kind == "provider")
        return bool(self._connection.execute(select(known)).scalar())

    def _entries(self, ids: Select[Any]) -> list[Entry]:
        chosen = self._connection.execute(ids).scalars().all()
        rows = self._connection.execute(_WHOLE.where(_of.id.in_(chosen)).order_by(_of.id)).mappings()
        return [entry_of(row) for row in rows]

    def _one(self, which: ColumnElement[bool], missing: str) -> Entry:
        row = self._connection.execute(_WHOLE.where(which)).mappings().one_or_none()
        if row is None:
            raise NotFound(missing, remedy="Ids that were ever in the list stay; check how this one was copied.")
        return entry_of(row)


class StoredFeed:
    """`begins_at`: the log's last position when the directory was opened. Before it has heard that far the feed would show the past.

    0 where its events come over the broker: then it is whole from when its rows were made from the log.
    """

    def __init__(self, database: Database, begins_at: int) -> None:
        self._database, self._begins_at = database, begins_at

    @contextmanager
    def look(self) -> Iterator[StoredFeedLook]:
        with self._database.read() as connection:
            here = made(connection)
            heard, wanted = (here.position, max(self._begins_at, here.begins_at)) if here else (0, self._begins_at)
            if heard < wanted:
                raise Unavailable(
                    f"The feed is being made: {heard} of {wanted} events are in.", remedy="Try again in a minute; nothing is lost."
                )
            yield StoredFeedLook(connection)
