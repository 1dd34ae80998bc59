"""The feed as a consumer of the directory's events: what a batch changes and the position it reaches are one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Row, delete, func, select

from services.directory.adapters.openreferral.made_by import made_by
from services.directory.adapters.openreferral.rows import class_row, session_rows
from services.directory.adapters.openreferral.tables import feed_parts, feed_position, feed_services, feed_sessions, feed_states
from services.directory.domain.openreferral.identifiers import feed_id
from shared.clock import Clock
from shared.contracts.directory import ClassShown, ProviderDetails, VenueDetails
from shared.contracts.event import Event
from shared.messaging.inbox import Numbered, Reached
from shared.storage.database import Database
from shared.storage.schema import outbox
from shared.storage.upsert import upsert

Details = ProviderDetails | VenueDetails


class FeedTransaction:
    """Collects, and writes at its end in one go: writers of the directory wait no longer than that takes. It is its own effect."""

    def __init__(self, held: Connection, reached: Reached) -> None:
        self._held = held
        self._newest: dict[str, int] = {}
        self.classes: dict[str, tuple[ClassShown, int]] = {}
        self.parts: dict[str, tuple[str, Details, int]] = {}
        self.reached = reached

    @property
    def effect(self) -> "FeedTransaction":
        return self

    def put_class(self, state: ClassShown, sequence: int) -> None:
        if self._is_newest(state.id, sequence):
            self.classes[state.id] = (state, sequence)

    def put_provider(self, id: str, details: ProviderDetails, sequence: int) -> None:
        self._put_part("provider", id, details, sequence)

    def put_venue(self, id: str, details: VenueDetails, sequence: int) -> None:
        self._put_part("venue", id, details, sequence)

    def newest_applied(self, subjects: Collection[str]) -> dict[str, int]:
        unknown = [subject for subject in subjects if subject not in self._newest]
        self._newest |= dict.fromkeys(unknown, 0) | dict(self._held.execute(_sequences_of(unknown)).all())
        return {subject: self._newest[subject] for subject in subjects}

    def claim(self, events: Sequence[Event]) -> set[str]:
        """All: putting a thing twice is putting it once."""
        return {event.id for event in events}

    def release(self, events: Sequence[Event]) -> None:
        """They are claimed every time."""

    def move_to(self, reached: Reached) -> None:
        self.reached = max(self.reached, reached, key=lambda each: each.position)

    def leave_out_older(self, connection: Connection) -> None:
        """Two workers may have begun with the same rows; here, where one writes at a time, a newer one that was written stays."""
        written = dict(connection.execute(_sequences_of([*self.classes, *self.parts])).all())
        self.classes = {id: kept for id, kept in self.classes.items() if kept[1] >= written.get(id, 0)}
        self.parts = {id: kept for id, kept in self.parts.items() if kept[2] >= written.get(id, 0)}

    def _put_part(self, kind: str, id: str, details: Details, sequence: int) -> None:
        if self._is_newest(id, sequence):
            self.parts[id] = (kind, details, sequence)

    def _is_newest(self, subject: str, sequence: int) -> bool:
        """The same sequence is written again: by newer code, when the feed is made anew."""
        newest = sequence >= self.newest_applied([subject])[subject]
        if newest:
            self._newest[subject] = sequence
        return newest


class FeedInbox:
    """shared.messaging.inbox.PositionedInbox for the feed. Rows made by other code count as not heard; none replaces a newer one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def reached(self) -> Reached:
        with self._database.read() as connection:
            return reached(connection)

    def had(self, events: Collection[Numbered]) -> set[str]:
        with self._database.read() as connection:
            stored = dict(connection.execute(_sequences_of({event.subject for event in events})).all())
        return {event.id for event in events if event.sequence <= stored.get(event.subject, 0)}

    @contextmanager
    def transaction(self) -> Iterator[FeedTransaction]:
        with self._database.read() as held:
            transaction = FeedTransaction(held, reached(held))
            yield transaction
        with self._database.write() as connection:
            transaction.leave_out_older(connection)
            _write_classes(connection, transaction.classes, self._clock)
            _write_parts(connection, transaction.parts)
            _write_position(connection, transaction.reached)

    def whole(self) -> bool:
        """Whether all rows are made by this code; otherwise they are to be made from the log."""
        with self._database.read() as connection:
            here = made(connection)
        return here is not None and here.position >= here.begins_at


def reached(connection: Connection) -> Reached:
    """How far the feed is, as this code makes it."""
    here = made(connection)
    return Reached(here.position, here.event_id) if here else Reached()


def made(connection: Connection) -> Row[Any] | None:
    """What is noted of the rows this code made; None when it made none, or other code did since."""
    return connection.execute(select(feed_position).where(feed_position.c.made_by == made_by())).one_or_none()


def _write_position(connection: Connection, reached: Reached) -> None:
    """`changes` counts, since over a broker no position moves. Somebody else may have moved it further since this began."""
    before = made(connection)
    if before is None:
        newest = select(func.coalesce(func.max(outbox.c.position), 0))
        begins_at, changes = connection.execute(newest).scalar_one(), 0
    else:
        begins_at, changes = before.begins_at, before.changes
        reached = max(reached, Reached(before.position, before.event_id), key=lambda each: each.position)
    connection.execute(delete(feed_position).where(feed_position.c.made_by != made_by()))
    upsert(connection, feed_position, [{"made_by": made_by(), **vars(reached), "begins_at": begins_at, "changes": changes + 1}])


def _sequences_of(subjects: Collection[str]) -> CompoundSelect[str, int]:
    of_class = select(feed_services.c.subject, feed_services.c.sequence).where(feed_services.c.subject.in_(subjects))
    return of_class.union_all(select(feed_parts.c.subject, feed_parts.c.sequence).where(feed_parts.c.subject.in_(subjects)))


def _write_classes(connection: Connection, classes: Mapping[str, tuple[ClassShown, int]], clock: Clock) -> None:
    """The moment is taken when nobody else can write: a later change never gets an earlier one."""
    now = clock.now()
    states = [state for state, _ in classes.values()]
    upsert(connection, feed_services, [class_row(state, sequence, now) for state, sequence in classes.values()])
    upsert(connection, feed_states, [{"id": feed_id(state.id), "state": state.model_dump(mode="json")} for state in states])
    if states:
        connection.execute(delete(feed_sessions).where(feed_sessions.c.id.in_([feed_id(state.id) for state in states])))
    upsert(connection, feed_sessions, [row for state in states for row in session_rows(state)])


def _write_parts(connection: Connection, parts: Mapping[str, tuple[str, Details, int]]) -> None:
    rows: list[dict[str, Any]] = [
        {"subject": id, "kind": kind, "feed_id": feed_id(id), "sequence": sequence, "details": details.model_dump(mode="json")}
        for id, (kind, details, sequence) in parts.items()
    ]
    upsert(connection, feed_parts, rows)
