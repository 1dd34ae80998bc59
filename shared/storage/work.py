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
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, insert

from shared.clock import Clock
from shared.contracts.event import MOST_DATA_BYTES, EventData
from shared.errors import TooLarge
from shared.ids import Ids
from shared.marks import passing
from shared.permissions import Actor
from shared.storage import idempotency
from shared.storage.database import Database
from shared.storage.hints import hint
from shared.storage.port import Changes, Noted, Said
from shared.storage.schema import history, outbox
from shared.storage.types import WrittenJson
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
        self.emit_all([Said(data, subject, authority, sequence)])
        return self.emitted[-1]

    def emit_all(self, said: Sequence[Said]) -> None:
        """Many at once, in their order. Raises TooLarge when one says more than fits."""
        written = [each.data.model_dump_json() for each in said]
        if any(len(data.encode()) > MOST_DATA_BYTES for data in written):
            raise TooLarge(
                f"What happened takes more than {MOST_DATA_BYTES:,} bytes to tell.", remedy="Shorten the longest texts, then save again."
            )
        same = {"source": self.source, "time": self.now, "traceparent": current_traceparent()}
        rows: list[dict[str, Any]] = [
            {
                "event_id": self.ids.new(),
                "type": each.data.TYPE,
                "subject": each.subject,
                "authority": each.authority,
                "sequence": each.sequence,
                "data": WrittenJson(data),
                **same,
            }
            for each, data in zip(said, written, strict=True)
        ]
        if rows:
            self.connection.execute(insert(outbox), rows)
        self.emitted += [row["event_id"] for row in rows]

    def audit(self, kind: str, entity_id: str, action: str, sequence: int, changes: Changes) -> None:
        """Note who did what to one thing. `changes` is field → [before, after], as JSON can hold them."""
        self.audit_all([Noted(kind, entity_id, action, sequence, changes)])

    def audit_all(self, noted: Sequence[Noted]) -> None:
        """Many at once, in their order."""
        who = {"actor_subject": self.actor.subject, "actor_name": self.actor.name, "purpose": self.purpose, "at": self.now}
        rows = [
            {
                "kind": each.kind,
                "entity_id": each.entity_id,
                "action": each.action,
                "sequence": each.sequence,
                "changes": dict(each.changes),
                **who,
            }
            for each in noted
        ]
        if rows:
            self.connection.execute(insert(history), rows)

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
                hint(connection)
            passing("api.before_commit")
        passing("api.after_commit")
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
