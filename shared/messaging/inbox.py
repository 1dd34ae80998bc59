"""The consumer's side: the effect of events and the note that they had it are one transaction.

A consumer that keeps its state in a database uses `SqlInbox`. One that keeps it elsewhere (a search index whose commit
holds documents and position together) writes its own `Inbox`, and passes the suite in shared/testing/delivery.py.
"""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from typing import Generic, Protocol, TypeVar

from sqlalchemy import delete, func, select

from shared.contracts.event import Event
from shared.messaging.subscription import Subscription
from shared.permissions import Actor
from shared.storage.schema import inbox, positions
from shared.storage.upsert import insert_new, upsert
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
    """Up to 50 events are applied in one: all are kept on clean exit, none when anything is raised."""

    @property
    def effect(self) -> T_co:
        """What handlers write with; it must not be kept for later."""
        ...

    def claim(self, event: Event) -> bool:
        """Note that this event has its effect now. False when it already had: then do nothing.

        Where effects are idempotent by subject and position alone is stored, always True.
        """
        ...

    def release(self, event: Event) -> None:
        """Let it have its effect once more: the next `claim` is the first. Nothing to do where `claim` is always True."""
        ...

    def newest_applied(self, subject: str) -> int:
        """The highest `sequence` of this subject that had its effect, this transaction included; 0 when none had."""
        ...

    def move_to(self, reached: Reached) -> None:
        """Everything up to this position is dealt with. Never goes back."""
        ...


class Inbox(Protocol[T_co]):
    def reached(self) -> Reached:
        """What is stored; Reached() before the first event."""
        ...

    def had(self, events: Collection[Numbered]) -> set[str]:
        """The ids of those that had their effect; where only the subject's number is kept, of those it has got past."""
        ...

    def transaction(self) -> AbstractContextManager[InboxTransaction[T_co]]: ...


@dataclass(frozen=True)
class SqlInboxTransaction(Generic[W]):
    effect: W
    consumer: str
    source: str

    def claim(self, event: Event) -> bool:
        note = {"event_id": event.id, "subject": event.subject, "sequence": event.sequence, "at": self.effect.now}
        return insert_new(self.effect.connection, inbox, {"consumer": self.consumer, **note})

    def release(self, event: Event) -> None:
        claimed = (inbox.c.consumer == self.consumer, inbox.c.event_id == event.id)
        self.effect.connection.execute(delete(inbox).where(*claimed))

    def newest_applied(self, subject: str) -> int:
        highest = select(func.coalesce(func.max(inbox.c.sequence), 0))
        mine = highest.where(inbox.c.consumer == self.consumer, inbox.c.subject == subject)
        return int(self.effect.connection.execute(mine).scalar_one())

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
