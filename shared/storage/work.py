"""The one unit of work: rows, events and history of a change in one transaction. Nothing else opens one to write.

class DirectoryWork(Work):
    @cached_property
    def classes(self) -> ClassStore:
        return ClassStore(self.connection)

works = Works(database, clock, ids, source="/directory", build=DirectoryWork)
with works.begin(actor, "publish a class") as w:
    w.classes.save(new)
    w.emit(ClassPublished(...), subject=new.id, authority=new.authority, sequence=1)
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Connection, insert

from shared.clock import Clock
from shared.contracts.event import EventData
from shared.ids import Ids
from shared.permissions import Actor
from shared.storage import idempotency
from shared.storage.database import Database
from shared.storage.port import Changes
from shared.storage.schema import history, outbox
from shared.telemetry import current_traceparent

log = logging.getLogger(__name__)


@dataclass
class Work:
    """What one change is made with. `now` is one moment for the whole of it. Services subclass it to add their stores."""

    connection: Connection
    actor: Actor
    purpose: str
    authorities: frozenset[str]
    now: datetime
    ids: Ids
    source: str
    emitted: list[str] = field(default_factory=list)

    def emit(self, data: EventData, *, subject: str, authority: str, sequence: int) -> str:
        """Say what happened, kept with the change itself. Returns the event's id."""
        event_id = self.ids.new()
        said = insert(outbox).values(
            event_id=event_id, source=self.source, type=data.TYPE, time=self.now, data=data.model_dump(mode="json")
        )
        about = said.values(subject=subject, authority=authority, sequence=sequence, traceparent=current_traceparent())
        self.connection.execute(about)
        self.emitted.append(event_id)
        return event_id

    def audit(self, kind: str, entity_id: str, action: str, sequence: int, changes: Changes) -> None:
        """Note who did what to one thing. `changes` is field → [before, after], as JSON can hold them."""
        what = insert(history).values(kind=kind, entity_id=entity_id, action=action, sequence=sequence, changes=dict(changes))
        who = what.values(actor_subject=self.actor.subject, actor_name=self.actor.name, purpose=self.purpose, at=self.now)
        self.connection.execute(who)

    def once(self, key: str | None, fingerprint: str) -> str | None:
        """What this actor's earlier call with this key made, or None: then do it, and `remember`.

        `fingerprint` stands for the content of the request. Raises Conflict when the key came with other content.
        """
        if key is None:
            return None
        return idempotency.remembered(self.connection, self.actor.subject, key, fingerprint, self.now)

    def remember(self, key: str | None, fingerprint: str, result_id: str) -> None:
        if key is not None:
            idempotency.remember(self.connection, self.actor.subject, key, fingerprint, result_id, self.now)


W = TypeVar("W", bound=Work)


class Works(Generic[W]):
    """Begins units of work on one service's database.

    `on_commit` is called after a transaction that emitted something: a hint to look now, never relied on.
    """

    def __init__(self, database: Database, clock: Clock, ids: Ids, *, source: str, build: type[W]) -> None:
        self._database, self._clock, self._ids, self._source, self._build = database, clock, ids, source, build
        self.on_commit: Callable[[], None] | None = None

    @contextmanager
    def begin(self, actor: Actor, purpose: str, authorities: frozenset[str] | None = None) -> Iterator[W]:
        """Commit on clean exit, undo when anything is raised. Raises Unavailable when the database cannot be written."""
        scope = actor.authorities if authorities is None else authorities
        with self._database.write() as connection:
            work = self._build(connection, actor, purpose, scope, self._clock.now(), self._ids, self._source)
            yield work
        if work.emitted:
            self._hint()

    def read(self) -> AbstractContextManager[Connection]:
        """A view of one moment for queries; writing through it is refused."""
        return self._database.read()

    def _hint(self) -> None:
        try:
            if self.on_commit:
                self.on_commit()
        except Exception:  # the change is committed: whoever made it must not be told that it failed
            log.exception("the hint after a commit failed; what was committed stands and is delivered at the next poll")
