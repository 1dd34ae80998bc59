"""What a trial is made on: producers and consumers as processes, with databases that outlive them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import func, select

from services.directory.adapters.openreferral.tables import feed_parts, feed_services
from services.directory.adapters.tables import classes
from services.directory.entrypoints.listener import FEED
from shared.errors import Unavailable
from shared.storage.database import Database
from shared.storage.schema import outbox, parked, retries
from tests.faults.checker import Verdict, check_ledger, check_newest, check_parked, check_producer
from tests.faults.consumers import lines, read_ledger
from tests.faults.launch import Trial
from tests.faults.nurseries import Nurseries
from tests.faults.nursery import Request
from tests.faults.person import Person
from tests.faults.processes import Kills, Process
from tests.faults.truth import Truth, newest, read_truth

LOOK_SECONDS = 0.1
HAPPENS_SECONDS = 120.0


class NeverHappened(Exception):
    """What the trial should have done could not be done: it proves nothing."""


@dataclass(frozen=True)
class Wanted:
    """What a configuration asks of its bed. `kills` and `guards_out` are by the name of a process; `pause_seconds`: between transactions.

    `constants`: as tests/faults/launch.py takes them. `clocks`: those of all processes are the trial's to move.
    """

    kills: Mapping[str, Kills] = field(default_factory=dict)
    guards_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    events: int = 2_000
    pause_seconds: float = 0.1
    constants: Mapping[str, float] = field(default_factory=dict)
    clocks: bool = False


def until(what: str, happened: Callable[[], bool], seconds: float = HAPPENS_SECONDS) -> None:
    """Raises NeverHappened when it does not."""
    end = monotonic() + seconds
    while not happened():
        if monotonic() > end:
            raise NeverHappened(f"{what}: not within {seconds:.0f} s")
        sleep(LOOK_SECONDS)


class Bed:
    """What beds with and without a broker share. `parked` holds ids that must end up waiting for a person, filled by what a trial does."""

    def __init__(self, folder: Path, wanted: Wanted, nurseries: Nurseries) -> None:
        self.folder, self.wanted, self._nurseries = folder, wanted, nurseries
        self.processes: dict[str, Process] = {}
        self.clock = folder / "clock"
        self.clock.write_text("0")
        self.directory, self.ledger = self.open_databases()
        self.person: Person | None = None
        self.parked: set[str] = set()
        self._begun = self.said()

    def open_databases(self) -> tuple[Database, Database]:
        """Of the directory, with its seed, and of the trial's own consumers: as the trial looks into them, past every fault."""
        raise NotImplementedError

    def start(self) -> None:
        """Everything but the producer."""
        raise NotImplementedError

    def begin(self) -> None:
        """Let events be said."""
        raise NotImplementedError

    def idle(self) -> bool:
        """Nothing is on its way any more."""
        raise NotImplementedError

    def add(
        self, name: str, *command: str, sends: bool = False, green: bool = False, environment: Mapping[str, str] | None = None
    ) -> Process:
        """A process of the product or of the trial, with what the configuration does to it."""
        clock = str(self.clock) if self.wanted.clocks else None
        trial = Trial(None, self.wanted.guards_out.get(name, ()), clock, self.wanted.constants, sends, green)
        request = Request(trial, command, environment or {}, str(self.folder / f"{name}.log"))
        self.processes[name] = Process(name, request, self._nurseries.starts(trial), self.wanted.kills.get(name))
        return self.processes[name]

    def produce(self, address: str) -> None:
        """Begin to say events, beside the person at the API."""
        goal = str(self._begun + self.wanted.events)
        accepted = str(self.folder / "accepted")
        self.add("producer", "tests.faults.producing", address, goal, str(self.wanted.pause_seconds), accepted).start()
        if self.person:
            self.person.start()

    def produced(self) -> None:
        """Wait for the last of them."""
        until("all events are said", self.processes["producer"].done.is_set, 240)
        if self.person:
            self.person.stop()

    def said(self) -> int:
        with self.looking(self.directory) as database, database.read() as connection:
            return int(connection.execute(select(func.count(outbox.c.row))).scalar_one())

    def wait_for_share(self, share: float) -> None:
        """Until so much of what will be said is said."""
        until("events are said", lambda: self.said() - self._begun >= share * self.wanted.events)

    def truth(self) -> Truth:
        with self.looking(self.directory) as database:
            return read_truth(database)

    def class_ids(self) -> list[str]:
        with self.directory.read() as connection:
            return list(connection.execute(select(classes.c.id).order_by(classes.c.id)).scalars())

    def missing(self, ids: Collection[str]) -> set[str]:
        """Those that had no effect yet, of what should have one."""
        with self.ledger.read() as connection:
            had = set(connection.execute(select(lines.c.event_id)).scalars())
        return set(ids) - had - self.parked

    def moving(self) -> object:
        """Something that changes while anything still comes of what was said."""
        with self.ledger.read() as connection:
            return connection.execute(select(func.count(lines.c.row), select(func.count()).select_from(retries).scalar_subquery())).one()

    def check(self) -> Verdict:
        """The whole comparison, of this moment."""
        verdict, truth = Verdict(), self.truth()
        check_producer(verdict, truth, self._accepted(truth))
        check_ledger(verdict, truth.heard_by(FEED), read_ledger(self.ledger), self.parked)
        self._check_left_over(verdict, self.ledger, ("faults.count", "faults.latest"))
        due = [event for event in truth.heard_by(FEED) if event.id not in self.parked]
        check_newest(verdict, FEED.consumer, newest(due), self._feed())
        return verdict

    def close(self) -> None:
        if self.person:
            self.person.stop()
        for process in self.processes.values():
            process.ask_to_end()
        for process in self.processes.values():
            process.stop()
        self.directory.close()
        self.ledger.close()

    @contextmanager
    def looking(self, database: Database) -> Iterator[Database]:
        """Until the server answers: a trial may have taken it away."""
        end = monotonic() + HAPPENS_SECONDS
        while True:
            try:
                with database.read() as connection:
                    connection.execute(select(1))
                break
            except Unavailable:
                if monotonic() > end:
                    raise
                sleep(LOOK_SECONDS)
        yield database

    def _accepted(self, truth: Truth) -> set[str]:
        """What a producer was promised, by event id; of an answer of the API, the event with that change of that class."""
        noted = self.folder / "accepted"
        accepted = set(noted.read_text().split()) if noted.exists() else set()
        changes = {(event.subject, event.sequence): event.id for event in truth.said}
        answers = self.person.accepted if self.person else []
        return accepted | {changes.get(change, f"change {change[1]} of {change[0]}, accepted by the API") for change in answers}

    def _check_left_over(self, verdict: Verdict, database: Database, consumers: Collection[str]) -> None:
        with database.read() as connection:
            for consumer in consumers:
                waits = connection.execute(select(retries.c.event_id).where(retries.c.consumer == consumer)).scalars().all()
                given_up = connection.execute(select(parked.c.event_id).where(parked.c.consumer == consumer)).scalars().all()
                check_parked(verdict, consumer, self.parked, given_up, waits)

    def _feed(self) -> dict[str, int]:
        """What the Open Referral feed keeps: the last change of each class, provider and venue."""
        with self.directory.read() as connection:
            rows = [connection.execute(select(table.c.subject, table.c.sequence)).all() for table in (feed_services, feed_parts)]
        return {row.subject: row.sequence for part in rows for row in part}
