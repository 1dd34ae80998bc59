"""One of several processes does the work of a service that only one may do; the others stand by until it is gone."""

import fcntl
import os
from pathlib import Path
from typing import Protocol

import psycopg

from shared.errors import Unavailable
from shared.storage.hints import connect_plainly

RELAY = 0x52454C41
"""The advisory lock of the relay. One database holds one service, so one number a job is enough."""


class Lead(Protocol):
    def held(self) -> bool:
        """Whether this process leads, now; takes the lead when nobody has it. Raises Unavailable when that cannot be found out."""
        ...

    def let_go(self) -> None: ...


def lead_of(address: Path | str, job: int) -> Lead:
    """On the database of a service: its file, or `postgresql://…`."""
    return SessionLock(address, job) if isinstance(address, str) else FileLock(address.with_name(f"{address.name}.{job:x}.lock"))


class SessionLock:
    """Held as long as its session lives: PostgreSQL lets go of it when this process, or the way to it, is gone."""

    def __init__(self, address: str, job: int) -> None:
        self._address, self._job = address, job
        self._session: psycopg.Connection[tuple[object, ...]] | None = None
        self._leads = False

    def held(self) -> bool:
        try:
            if self._session is None:
                self._session = connect_plainly(self._address, "signpost lead")
            if self._leads:
                self._session.execute("SELECT 1")
            else:
                row = self._session.execute("SELECT pg_try_advisory_lock(%s)", (self._job,)).fetchone()
                self._leads = bool(row and row[0])
        except psycopg.Error as error:
            self.let_go()
            raise Unavailable("PostgreSQL cannot say who leads.", remedy="Check that it runs; nothing is lost meanwhile.") from error
        return self._leads

    def let_go(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session, self._leads = None, False


class FileLock:
    """Held as long as its process lives."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def held(self) -> bool:
        if self._file is None:
            self._file = self._lock()
        return self._file is not None

    def let_go(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None

    def _lock(self) -> int | None:
        file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        return file
