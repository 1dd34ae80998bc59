"""The index as a consumer of events: what a batch changes and the position it reaches are one commit of the index."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from services.directory.adapters.search_embedded.engine import EmbeddedSearch
from shared.contracts.directory import ClassShown
from shared.contracts.event import Event
from shared.messaging.inbox import Numbered, Reached


class IndexTransaction:
    """Collects; nothing is written before its end. It is its own effect: a ClassIndex."""

    def __init__(self, engine: EmbeddedSearch) -> None:
        self._engine = engine
        self.changes: dict[str, tuple[ClassShown, int]] = {}
        self.reached = engine.reached()

    @property
    def effect(self) -> "IndexTransaction":
        return self

    def put(self, state: ClassShown, sequence: int) -> None:
        if sequence >= self._newest(state.id):
            self.changes[state.id] = (state, sequence)

    def newest_applied(self, subjects: Collection[str]) -> dict[str, int]:
        return {subject: self._newest(subject) for subject in subjects}

    def claim(self, events: Sequence[Event]) -> set[str]:
        """All: putting a class twice is putting it once, and the position says what was heard."""
        return {event.id for event in events}

    def release(self, events: Sequence[Event]) -> None:
        """They are claimed every time."""

    def move_to(self, reached: Reached) -> None:
        self.reached = max(self.reached, reached, key=lambda each: each.position)

    def _newest(self, subject: str) -> int:
        return self.changes[subject][1] if subject in self.changes else self._engine.sequence(subject)


class IndexInbox:
    """shared.messaging.inbox.PositionedInbox for the embedded index."""

    def __init__(self, engine: EmbeddedSearch) -> None:
        self._engine = engine

    def reached(self) -> Reached:
        return self._engine.reached()

    def had(self, events: Collection[Numbered]) -> set[str]:
        return {event.id for event in events if event.sequence <= self._engine.sequence(event.subject)}

    @contextmanager
    def transaction(self) -> Iterator[IndexTransaction]:
        transaction = IndexTransaction(self._engine)
        yield transaction
        self._engine.write(transaction.changes, transaction.reached)
