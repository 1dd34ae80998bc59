"""The consumer's side: the effect of events and the note that they had it are one transaction.

A consumer that keeps its state in a database uses `SqlInbox`. One that keeps it elsewhere (a search index whose commit
holds documents and position together) writes its own `Inbox`, and passes the suite in shared/testing/delivery.py.

Claims are the guard on every delivery. A position is kept where a log is read in its order (`PositionedInbox`); over RabbitMQ
events come in any order, and none is.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from typing import Generic, Protocol, TypeVar

from sqlalchemy import delete, func, select

from shared.contracts.event import Event
from shared.messaging.subscription import Subscription
from shared.permissions import Actor
from shared.storage.schema import inbox, positions
from shared.storage.upsert import insert_new, one_of, upsert
from shared.storage.work import Work, Works

T_co = TypeVar("T_co", covariant=True)
W = TypeVar("W", bound=Work)


@dataclass(frozen=True)
class Reached:
    """How far a consumer is in a log. The id of the event there tells this log from another one: an older copy put back."""

    position: int = 0
    event_id: str = ""


class Numbered(Protocol):
    """What an inbox must know of an event to say whether it had it."""

    @property
    def id(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def sequence(self) -> int: ...


class InboxTransaction(Protocol[T_co]):
    """Up to a batch of events is applied in one: all are kept on clean exit, none when anything is raised."""

    @property
    def effect(self) -> T_co:
        """What handlers write with; it must not be kept for later."""
        ...

    def newest_applied(self, subjects: Collection[str]) -> dict[str, int]:
        """The highest `sequence` of each subject that had its effect; those that had none may be left out. Asked before `claim`."""
        ...

    def claim(self, events: Sequence[Event]) -> set[str]:
        """Note that these events have their effect now. Gives the ids of those that had none before: only they may have it.

        Where effects are idempotent by subject, all of them.
        """
        ...

    def release(self, events: Sequence[Event]) -> None:
        """Let these have their effect once more: the next `claim` is the first. Nothing to do where `claim` gives all of them."""
        ...


class PositionedTransaction(InboxTransaction[T_co], Protocol[T_co]):
    def move_to(self, reached: Reached) -> None:
        """Everything up to this position is dealt with. Never goes back."""
        ...


class Inbox(Protocol[T_co]):
    def had(self, events: Collection[Numbered]) -> set[str]:
        """The ids of those that had their effect; where only the subject's number is kept, of those it has got to."""
        ...

    def transaction(self) -> AbstractContextManager[InboxTransaction[T_co]]: ...


class PositionedInbox(Inbox[T_co], Protocol[T_co]):
    """An inbox that also knows how far it is in the producer's log."""

    def reached(self) -> Reached:
        """What is stored; Reached() before the first event."""
        ...

    def transaction(self) -> AbstractContextManager[PositionedTransaction[T_co]]: ...


@dataclass(frozen=True)
class SqlInboxTransaction(Generic[W]):
    effect: W
    consumer: str
    source: str

    def newest_applied(self, subjects: Collection[str]) -> dict[str, int]:
        highest = select(inbox.c.subject, func.max(inbox.c.sequence)).group_by(inbox.c.subject)
        connection = self.effect.connection
        mine = highest.where(inbox.c.consumer == self.consumer, one_of(connection, inbox.c.subject, subjects))
        return dict(connection.execute(mine).all())

    def claim(self, events: Sequence[Event]) -> set[str]:
        same = {"consumer": self.consumer, "at": self.effect.now}
        notes = [{"event_id": event.id, "subject": event.subject, "sequence": event.sequence, **same} for event in events]
        return set(insert_new(self.effect.connection, inbox, notes, inbox.c.event_id))

    def release(self, events: Sequence[Event]) -> None:
        claimed = (inbox.c.consumer == self.consumer, inbox.c.event_id.in_([event.id for event in events]))
        self.effect.connection.execute(delete(inbox).where(*claimed))

    def move_to(self, reached: Reached) -> None:
        connection = self.effect.connection
        where = (positions.c.consumer == self.consumer, positions.c.source == self.source)
        stored = connection.execute(select(positions.c.position).where(*where)).scalar_one_or_none()
        if stored is None or reached.position > stored:
            upsert(connection, positions, [{"consumer": self.consumer, "source": self.source, **asdict(reached)}])


class SqlInbox(Generic[W]):
    """Effects in a service's own database: handlers get its unit of work."""

    def __init__(self, works: Works[W], subscription: Subscription[W]) -> None:
        self._works, self._consumer, self._source = works, subscription.consumer, subscription.source
        self._actor = Actor(subject=f"consumer:{self._consumer}", name=self._consumer)

    def reached(self) -> Reached:
        mine = select(positions.c.position, positions.c.event_id).where(
            positions.c.consumer == self._consumer, positions.c.source == self._source
        )
        with self._works.read() as connection:
            row = connection.execute(mine).one_or_none()
        return Reached(row.position, row.event_id) if row else Reached()

    def had(self, events: Collection[Numbered]) -> set[str]:
        claimed = select(inbox.c.event_id).where(inbox.c.consumer == self._consumer, inbox.c.event_id.in_([event.id for event in events]))
        with self._works.read() as connection:
            return set(connection.execute(claimed).scalars())

    @contextmanager
    def transaction(self) -> Iterator[SqlInboxTransaction[W]]:
        with self._works.begin(self._actor, f"apply events from {self._source}") as work:
            yield SqlInboxTransaction(work, self._consumer, self._source)
