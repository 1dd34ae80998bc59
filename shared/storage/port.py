"""What use cases may know of storage. Pure: no database in sight, so that `domain/` and `use_cases/` can import it.

A service's `use_cases/ports.py` adds its stores:  `class DirectoryWork(UnitOfWork, Protocol): classes: Classes`.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from shared.contracts.event import EventData
from shared.ids import Ids
from shared.permissions import Actor

Changes = Mapping[str, Sequence[Any]]
"""Field name → [before, after], both as JSON can hold them."""


@dataclass(frozen=True)
class HistoryEntry:
    """Who did what to one thing, when and why. `row` is the cursor for the page after this entry."""

    row: int
    kind: str
    entity_id: str
    action: str
    sequence: int
    changes: dict[str, list[Any]]
    actor_subject: str
    actor_name: str
    purpose: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One event to be said: what happened, to whom, and the number of that change."""

    data: EventData
    subject: str
    authority: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of history to be kept. `changes` is field → [before, after], as JSON can hold them."""

    kind: str
    entity_id: str
    action: str
    sequence: int
    changes: Changes


class UnitOfWork(Protocol):
    """One change to one service's data: its rows, its events and its history are kept together or not at all."""

    @property
    def actor(self) -> Actor: ...

    @property
    def authorities(self) -> frozenset[str]: ...

    @property
    def purpose(self) -> str: ...

    @property
    def now(self) -> datetime: ...

    @property
    def ids(self) -> Ids: ...

    def emit(self, data: EventData, *, subject: str, authority: str, sequence: int) -> str: ...

    def emit_all(self, said: Sequence[Said]) -> None:
        """Many events at once, in their order."""
        ...

    def audit_all(self, noted: Sequence[Noted]) -> None: ...

    def audit(self, kind: str, entity_id: str, action: str, sequence: int, changes: Changes) -> None: ...

    def once(self, key: str | None, fingerprint: str) -> str | None: ...

    def remember(self, key: str | None, fingerprint: str, result_id: str) -> None: ...


W_co = TypeVar("W_co", bound=UnitOfWork, covariant=True)


class BeginsWork(Protocol[W_co]):
    """What a use case is given: `with works.begin(actor, "publish a class") as w:`."""

    def begin(self, actor: Actor, purpose: str, authorities: frozenset[str] | None = None) -> AbstractContextManager[W_co]: ...
