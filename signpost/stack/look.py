"""How a stack is: every process, queue and backlog, and in plain sentences what is wrong and what to do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import httpx
from pydantic import SecretStr

from services.reporting.wiring import months_ahead
from shared.clock import SystemClock
from shared.errors import SignpostError
from shared.messaging.backlog import Backlog, backlog_of
from shared.storage.database import Database

LATE = timedelta(minutes=1)
"""An event that is not on its way by then is waiting for something."""
NEARLY_FULL = 0.8
SECONDS = 2.0
FEW_MONTHS = 3
OURS = ("signpost.", "partner.")
T = TypeVar("T")


@dataclass(frozen=True)
class Trouble:
    what: str
    remedy: str


@dataclass(frozen=True)
class ProcessLook:
    """`state`: "up", "down" or what it lacks. `since` is None where nobody notes it."""

    name: str
    up: bool
    state: str
    address: str
    since: datetime | None = None
    restarts: int = 0


@dataclass(frozen=True)
class QueueLook:
    """`most`: how many it holds before it refuses more; None where nothing is refused."""

    name: str
    messages: int
    readers: int
    most: int | None


@dataclass(frozen=True)
class Look:
    at: datetime
    processes: Sequence[ProcessLook]
    queues: Sequence[QueueLook]
    backlogs: Mapping[str, Backlog]
    troubles: Sequence[Trouble]


@dataclass(frozen=True)
class Place:
    """Where a process is asked how it is."""

    name: str
    url: str
    since: datetime | None = None
    restarts: int = 0
    why_down: str = ""


class Watcher:
    """Keeps connections to the databases between two looks."""

    def __init__(self, databases: Mapping[str, SecretStr], management: SecretStr, vhost: str) -> None:
        self._databases = {service: Database(address.get_secret_value()) for service, address in databases.items()}
        self._management, self._vhost = management, vhost

    def look(self, places: Sequence[Place]) -> Look:
        """Everything at once; what cannot be asked is a trouble, never an error."""
        troubles: list[Trouble] = []
        with ThreadPoolExecutor(max(len(places), 1)) as at_once:
            processes = list(at_once.map(_process, places))
        nothing: Sequence[QueueLook] = ()
        queues = _or_trouble(self._queues, nothing, "RabbitMQ", troubles)
        backlogs = {
            service: _or_trouble(partial(backlog_of, database), Backlog(), f"The {service} database", troubles)
            for service, database in self._databases.items()
        }
        months = _or_trouble(self._months, None, "The reporting database", troubles)
        now = datetime.now(UTC)
        troubles += [*_of_processes(processes), *_of_queues(queues), *_of_backlogs(backlogs, now), *_of_months(months)]
        return Look(now, processes, queues, backlogs, troubles)

    def close(self) -> None:
        for database in self._databases.values():
            database.close()

    def _months(self) -> int | None:
        return months_ahead(self._databases["reporting"], SystemClock()) if "reporting" in self._databases else None

    def _queues(self) -> Sequence[QueueLook]:
        asked = f"{self._management.get_secret_value()}/api/queues/{quote(self._vhost, safe='')}"
        answer = httpx.get(asked, timeout=SECONDS, trust_env=False).raise_for_status()
        return [_queue(each) for each in answer.json() if each["name"].startswith(OURS)]


def vhost_of(broker: SecretStr) -> str:
    return urlsplit(broker.get_secret_value()).path.removeprefix("/")


def _process(place: Place) -> ProcessLook:
    state = _state(place)
    return ProcessLook(place.name, state == "up", state, place.url, place.since, place.restarts)


def _state(place: Place) -> str:
    try:
        answer = httpx.get(f"{place.url}/ready", timeout=SECONDS, trust_env=False)
    except httpx.ConnectError:
        return f"down ({place.why_down})" if place.why_down else "down"
    except httpx.TransportError:
        return "does not answer"
    return "up" if answer.is_success else _lacking(answer)


def _lacking(answer: httpx.Response) -> str:
    try:
        body = answer.json()
        return str(body.get("detail") or body.get("title"))
    except ValueError:
        return f"not ready ({answer.status_code})"


def _queue(told: Mapping[str, Any]) -> QueueLook:
    bounds = told.get("arguments", {})
    refuses = bounds.get("x-overflow") == "reject-publish"
    return QueueLook(told["name"], told.get("messages", 0), told.get("consumers", 0), bounds.get("x-max-length") if refuses else None)


def _or_trouble(ask: Callable[[], T], otherwise: T, what: str, troubles: list[Trouble]) -> T:
    try:
        return ask()
    except (SignpostError, httpx.HTTPError) as error:
        why = error.message if isinstance(error, SignpostError) else f"{type(error).__name__}"
        troubles.append(Trouble(f"{what} cannot be asked: {why}", "Is it running, and is its address right? Events wait until it is back."))
        return otherwise


def _of_processes(processes: Iterable[ProcessLook]) -> Iterable[Trouble]:
    for each in processes:
        if not each.up:
            yield Trouble(f"{each.name}: {each.state}.", "Nothing is lost meanwhile. If it does not come back by itself, its log says why.")


def _of_queues(queues: Iterable[QueueLook]) -> Iterable[Trouble]:
    for each in queues:
        if each.most and each.messages > NEARLY_FULL * each.most:
            yield Trouble(f"{each.name} is nearly full: {each.messages:,} of {each.most:,}.", "See that its worker runs and keeps up.")
        if each.name.startswith("signpost.") and each.most and not each.readers:
            yield Trouble(f"Nobody reads {each.name}; {each.messages:,} wait there.", "Start its worker.")


def _of_backlogs(backlogs: Mapping[str, Backlog], now: datetime) -> Iterable[Trouble]:
    for service, backlog in backlogs.items():
        for consumer, unsent in backlog.unsent.items():
            if unsent.oldest and now - unsent.oldest > LATE:
                waited = f"{unsent.events:,} for {consumer}, the oldest for {(now - unsent.oldest).total_seconds():.0f} s"
                yield Trouble(
                    f"Events of the {service} are not sent: {waited}.", f"See that the {service} relay runs and RabbitMQ takes them."
                )
        for consumer, count in backlog.parked.items():
            yield Trouble(f"{count} events are parked for {consumer}.", "See why: signpost events parked. Then mend and redrive, or drop.")


def _of_months(ahead: int | None) -> Iterable[Trouble]:
    """Events of a month that was not made are kept all the same, all together in one table that grows slow."""
    if ahead is not None and ahead < FEW_MONTHS:
        yield Trouble(
            f"The event store is ready for {max(ahead, 0)} more months only.", "Run signpost migrate, which makes the next twelve."
        )
