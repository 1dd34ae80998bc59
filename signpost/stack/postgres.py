"""A private PostgreSQL server in a folder."""

import secrets
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from shared.errors import Unavailable
from signpost.stack.programs import (
    end_program,
    find_program,
    free_port,
    last_lines,
    listens,
    owned_folder,
    run_program,
    start_program,
    write_owned,
)

USER = "postgres"
INSTALLED = [str(each / "bin") for each in sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)]
"""Debian keeps the server's programs off PATH, by version; the newest comes first."""
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "120",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
"""Durable as PostgreSQL is by itself: fsync and synchronous_commit stay on."""


class PostgresServer:
    """Listens on 127.0.0.1 only; ends with the process that started it. Starting again on the same folder finds the same data."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """`port`: any free one, when not given."""
        self.folder = folder.absolute()
        self.port = port or free_port()
        self._program: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As the server's administrator: `postgresql://user:password@host:port/postgres`."""
        return f"postgresql://{USER}:{self._password()}@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self) -> int:
        """Of the postmaster, to kill or stop it with; raises Unavailable when it does not run."""
        if self._program is None:
            raise Unavailable("PostgreSQL was not started.", remedy="Start it first.")
        return self._program.pid

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def running(self) -> bool:
        return self._program is not None and self._program.poll() is None

    def start(self) -> None:
        """Returns when it answers; does nothing when it runs. Raises Unavailable, saying what to do."""
        if self.running():
            return
        if listens(self.port):
            raise Unavailable(f"Something else listens on port {self.port} already.", remedy="Stop it, or give PostgreSQL another port.")
        if not (self.folder / "data" / "PG_VERSION").exists():
            self._make()
        self._start_until_it_answers(time.monotonic() + START_SECONDS)

    def stop(self) -> None:
        """Fast: open transactions are rolled back."""
        if self._program:
            end_program(self._program, signal.SIGINT, seconds=30)
            self._program = None

    def kill(self) -> None:
        """With -9, as a fault does. What was committed is there at the next start."""
        if self._program:
            self._program.kill()
            self._program.wait()
            self._program = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def _make(self) -> None:
        owned_folder(self.folder, USER)
        secret = self.folder / "password"
        write_owned(secret, secrets.token_urlsafe(24), 0o600)
        initdb = find_program("initdb", *INSTALLED)
        how = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", f"--username={USER}", f"--pwfile={secret}"]
        run_program([initdb, "-D", str(self.folder / "data"), *how], user=USER, seconds=120)

    def _start_until_it_answers(self, until: float) -> None:
        """Tried again: after a kill the last of its processes may hold the shared memory for a moment."""
        settings = [f"{name}={value}" for name, value in {**SETTINGS, "port": str(self.port)}.items()]
        command = [
            find_program("postgres", *INSTALLED),
            "-D",
            str(self.folder / "data"),
            *(part for each in settings for part in ("-c", each)),
        ]
        while True:
            # gone with the parent: fast, for a smart shutdown would wait for whoever is still connected
            self._program = start_program(command, log=self.log, user=USER, when_parent_dies=signal.SIGINT, folder=self.folder)
            while self.running():
                if self._answers():
                    return
                if time.monotonic() > until:
                    self.kill()
                time.sleep(0.05)
            if time.monotonic() > until - START_SECONDS + 10:
                self._program = None
                said = last_lines(self.log.read_text("utf-8", "replace"))
                raise Unavailable(f"PostgreSQL did not start: {said}", remedy=f"Its log is {self.log}.")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _password(self) -> str:
        return (self.folder / "password").read_text("utf-8")
