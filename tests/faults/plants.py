"""The four guards, each taken out of one process: a trial that does not notice proves nothing.

Nothing of this is in the product; a process under trial is started through tests/faults/launch.py, which changes it here.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from shared.contracts.event import Event
from shared.messaging.inbox import SqlInboxTransaction
from shared.messaging.rabbitmq.publishing import Publisher
from shared.storage.port import Said
from shared.storage.work import Work, Works


def outbox() -> None:
    """Events are kept after the change, in a transaction of their own, as a program does that saves and then publishes."""
    begin, emit_all = Works.begin, Work.emit_all

    @contextmanager
    def begins(works: Works[Any], *of: Any, **named: Any) -> Iterator[Any]:
        later: list[Said] = []
        with begin(works, *of, **named) as work:
            work.emit_all = later.extend
            yield work
        if later:
            with begin(works, *of, **named) as second:
                emit_all(second, later)
            work.emitted += second.emitted

    Works.begin = begins  # type: ignore[assignment, method-assign]


def inbox() -> None:
    """Whatever comes is taken for new."""

    def claim(transaction: SqlInboxTransaction[Any], events: Sequence[Event]) -> set[str]:
        return {event.id for event in events}

    SqlInboxTransaction.claim = claim  # type: ignore[assignment, method-assign]


def confirm() -> None:
    """What was written to the socket is taken for stored by the broker."""

    def wait(publisher: Publisher) -> None:
        publisher._waiting.clear()

    Publisher._wait = wait  # type: ignore[assignment, method-assign]


def sequence() -> None:
    """An older change is taken for the newest."""

    def newest_applied(transaction: SqlInboxTransaction[Any], subjects: Collection[str]) -> dict[str, int]:
        return {}

    SqlInboxTransaction.newest_applied = newest_applied  # type: ignore[assignment, method-assign]


GUARDS: dict[str, Callable[[], None]] = {"outbox": outbox, "inbox": inbox, "confirm": confirm, "sequence": sequence}


def take_out(guard: str) -> None:
    GUARDS[guard]()
