"""Starts programs that end with this process, as a user without rights when this process is root."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from shared.errors import Unavailable

INSTALL = "On Debian 12: sudo make stack-deps. Elsewhere install PostgreSQL 15 and RabbitMQ 3.10, or give the address of a running one."
_starter = ThreadPoolExecutor(1, "starts-programs")
"""The kernel tells a program that its parent died when the *thread* that started it ends; this one lasts as long as the process."""


def start_program(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
    when_parent_dies: signal.Signals = signal.SIGTERM,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches this process only. Its output is appended to `log`.

    `when_parent_dies`: the signal the kernel sends it then, even if this process was killed with -9.
    `user`: who runs it when this process is root; passed over otherwise.
    """
    bound = ["setpriv", f"--pdeathsig={when_parent_dies.name.removeprefix('SIG')}"]
    if user and os.geteuid() == 0:
        bound += [f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--init-groups"]
    return _starter.submit(_start, [*bound, "--", *command], log, dict(environment or os.environ), folder).result()


def _start(command: Sequence[str], log: Path, environment: dict[str, str], folder: Path | None) -> subprocess.Popen[bytes]:
    with log.open("ab") as into:
        return subprocess.Popen(  # noqa: S603  programs of this package, never a person's words
            command, stdin=subprocess.DEVNULL, stdout=into, stderr=subprocess.STDOUT, env=environment, cwd=folder, start_new_session=True
        )


def end_program(program: subprocess.Popen[bytes], asking: signal.Signals, seconds: float) -> None:
    """Asks with this signal, and kills what has not ended in time."""
    if program.poll() is None:
        program.send_signal(asking)
    try:
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def run_program(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, user: str | None = None, seconds: float = 60
) -> str:
    """Its output. Raises Unavailable with the last lines of what it said when it fails or takes longer."""
    as_user = user if user and os.geteuid() == 0 else None
    groups: list[int] | None = [] if as_user else None
    try:
        done = subprocess.run(  # noqa: S603  as above
            list(command),
            env=dict(environment or os.environ),
            user=as_user,
            group=pwd.getpwnam(as_user).pw_gid if as_user else None,
            extra_groups=groups,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Unavailable(
            f"{command[0]} did not end within {seconds:g} seconds.", remedy="Look at what it waits for, and try again."
        ) from late
    if done.returncode:
        raise Unavailable(
            f"{' '.join(command[:3])} failed: {last_lines(done.stdout + done.stderr)}", remedy="Mend what it says, and try again."
        )
    return done.stdout


def find_program(name: str, *folders: str) -> str:
    """Its path; these folders come before PATH. Raises Unavailable when it is not installed."""
    found = shutil.which(name, path=os.pathsep.join([*folders, os.environ.get("PATH", os.defpath)]))
    if found is None:
        raise Unavailable(f"{name} is not installed on this machine.", remedy=INSTALL)
    return found


def owned_folder(folder: Path, user: str) -> Path:
    """Made, and given to this user when we are root. Raises Unavailable when that user cannot get there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o755)
    if os.geteuid() == 0:
        try:
            owner = pwd.getpwnam(user)
        except KeyError as absent:
            raise Unavailable(f"There is no user {user} on this machine, and a server must not run as root.", remedy=INSTALL) from absent
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)
    return folder


def write_owned(path: Path, text: str, mode: int) -> None:
    """A new file of whoever owns its folder; never readable by others, not for a moment."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "w", encoding="utf-8") as file:
        file.write(text)
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def open_to_others(folder: Path) -> bool:
    """Whether a user without rights of their own can get into this folder, which exists or would be made."""
    ways = [each for each in (folder, *folder.absolute().parents) if each.exists()]
    return all(each.stat().st_mode & 0o001 for each in ways)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def last_lines(text: str, lines: int = 4) -> str:
    return " / ".join(line.strip() for line in text.strip().splitlines()[-lines:])
