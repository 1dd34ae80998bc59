"""Large files are looked through and brought in behind the page: a person sees how far it is, and may stop it at any moment.

A job lives as long as this process. One that ends with it has changed nothing: all of an import is one transaction.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from secrets import token_hex
from typing import Literal

from services.directory.domain.spreadsheet.plan import ImportTarget
from services.directory.entrypoints.import_answers import PlanAnswer
from services.directory.entrypoints.import_turns import Turns
from services.directory.use_cases.ports import Progress, Stopped
from shared.errors import Conflict, NotFound, SignpostError
from shared.messaging.ladder import describe

log = logging.getLogger(__name__)
KEPT_SECONDS = 3600.0
UNFINISHED_OF_ONE_PERSON = 2
Doing = Literal["preview", "import"]


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass
class Job:
    """`plan` is what came of it, cut short, or `error` why nothing did; `into` is None until it is known whose rows they are."""

    id: str
    subject: str
    doing: Doing
    upload: str
    filename: str
    into: ImportTarget | None
    key: str | None
    state: State = State.WAITING
    done: int = 0
    total: int = 0
    plan: PlanAnswer | None = None
    import_id: str | None = None
    file_refused: bool = False
    error: SignpostError | None = None
    ended_at: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def is_again(self, other: "Job") -> bool:
        """The same was asked before with the same key, and it did not come to nothing."""
        same = (self.subject, self.key, self.doing, self.upload) == (other.subject, other.key, other.doing, other.upload)
        return same and self.state not in (State.STOPPED, State.FAILED)

    def progress(self, done: int, total: int) -> None:
        """Raises Stopped once the person said so."""
        self.done, self.total = done, total
        if self.stop.is_set():
            raise Stopped


Work = Callable[[Job, Progress], None]
"""Sets the plan of the job, and what else came of it."""


class ImportJobs:
    """`turns`: how many files are taken at a time; the others wait."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def begin(self, subject: str, doing: Doing, upload: str, filename: str, key: str | None, work: Work) -> Job:
        """The one begun with the same key before, if there is one. Raises Conflict when the person has enough under way."""
        job = Job(token_hex(16), subject, doing, upload, filename, None, key)
        with self._lock:
            self._forget_old()
            if key and (again := next((each for each in self._jobs.values() if each.is_again(job)), None)):
                return again
            if sum(each.subject == subject and not each.ended.is_set() for each in self._jobs.values()) >= UNFINISHED_OF_ONE_PERSON:
                raise Conflict("Two of your files are being worked on already.", remedy="Wait until one is done, or stop it.")
            self._jobs[job.id] = job
        threading.Thread(target=self._run, args=(job, work), name=f"import-{job.id[:8]}", daemon=True).start()
        return job

    def get(self, subject: str, id: str) -> Job:
        """Raises NotFound for another person's too."""
        job = self._jobs.get(id)
        if job is None or job.subject != subject:
            raise NotFound(
                "This is not being worked on any more: it ended a while ago, or Signpost was started anew.",
                remedy="Look in the list of imports. What is not there changed nothing; choose the file again.",
            )
        return job

    def _run(self, job: Job, work: Work) -> None:
        try:
            with self._turns.taken(job.stop.is_set):
                job.state = State.RUNNING
                job.progress(0, 0)
                work(job, job.progress)
            job.state = State.DONE
        except Stopped:
            job.state = State.STOPPED
        except SignpostError as refusal:
            job.error, job.state = refusal, State.FAILED
        except Exception as error:  # noqa: BLE001  whoever waits for the import must be told
            log.error("an import ended in an error: %s", describe(error))  # its own text may repeat a row of the file
            job.error, job.state = (
                SignpostError("Something went wrong on our side; nothing was changed.", remedy="Try again."),
                State.FAILED,
            )
            job.error.__cause__ = error
        finally:
            job.ended_at = time.monotonic()
            job.ended.set()

    def _forget_old(self) -> None:
        oldest = time.monotonic() - KEPT_SECONDS
        for job in [each for each in self._jobs.values() if each.ended_at is not None and each.ended_at < oldest]:
            del self._jobs[job.id]
