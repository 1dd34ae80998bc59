"""A private RabbitMQ node in a folder; several of them, with the same `Names`, can form a cluster on one machine."""

import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx

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

USER = "rabbitmq"
SCRIPTS = "/usr/lib/rabbitmq/bin"
"""Debian's own wrappers, on PATH, insist on the system's node."""
VHOST = "signpost"
START_SECONDS = 90
STOP_SECONDS = 30
CONFIGURATION = """\
listeners.tcp.default = 127.0.0.1:{port}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management_port}
stream.listeners.tcp.1 = 127.0.0.1:{stream_port}
default_vhost = {vhost}
default_user = {user}
default_pass = {password}
default_user_tags.administrator = true
loopback_users = none
disk_free_limit.absolute = 50MB
vm_memory_high_watermark.absolute = 1GB
raft.wal_max_size_bytes = 67108864
collect_statistics_interval = 1000
management.rates_mode = none
log.console = false
log.file = node.log
log.file.level = warning
"""


class Names:
    """What the nodes of a cluster share: a port mapper (epmd), a cookie, an administrator. Ours, so that a developer's are left alone."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder.absolute()
        self.port = port or free_port()
        self._program: subprocess.Popen[bytes] | None = None

    @property
    def password(self) -> str:
        """Of the administrator, as soon as it was started once."""
        return (self.folder / "password").read_text("utf-8")

    def start(self) -> None:
        """Does nothing when it runs."""
        if self._program is not None and self._program.poll() is None:
            return
        owned_folder(self.folder, USER)
        for name, mode in ((".erlang.cookie", 0o400), ("password", 0o600)):
            if not (self.folder / name).exists():
                write_owned(self.folder / name, secrets.token_hex(20), mode)
        command = [find_program("epmd"), "-port", str(self.port), "-address", "127.0.0.1"]
        self._program = start_program(command, log=self.folder / "epmd.log", user=USER, when_parent_dies=signal.SIGKILL)
        until = time.monotonic() + START_SECONDS
        while not listens(self.port):
            if self._program.poll() is not None or time.monotonic() > until:
                raise Unavailable("Erlang's port mapper, epmd, did not start.", remedy=f"Its log is {self.folder / 'epmd.log'}.")
            time.sleep(0.02)

    def stop(self) -> None:
        if self._program:
            end_program(self._program, signal.SIGKILL, seconds=5)  # it keeps nothing
            self._program = None


class RabbitServer:
    """Listens on 127.0.0.1 only; ends with the process that started it. Starting again on the same folder finds the same queues."""

    def __init__(
        self, folder: Path, port: int | None = None, management_port: int | None = None, name: str = "signpost", names: Names | None = None
    ) -> None:
        """Ports: any free ones, when not given. `names`: shared by the nodes of a cluster, which have a `name` each."""
        self.folder = folder.absolute()
        self.port = port or free_port()
        self.management_port = management_port or free_port()
        self.node = f"{name}@localhost"
        self._own_names = names is None
        self._names = names or Names(self.folder / "names")
        self._node_port, self._stream_port = free_port(), free_port()
        self._program: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As its administrator: `amqp://user:password@host:port/vhost`."""
        return f"amqp://signpost:{self._names.password}@127.0.0.1:{self.port}/{VHOST}"

    @property
    def management_url(self) -> str:
        """`http://user:password@host:port`."""
        return f"http://signpost:{self._names.password}@127.0.0.1:{self.management_port}"

    @property
    def pid(self) -> int:
        """Of the node itself, to kill or stop it with; raises Unavailable when it does not run."""
        if self._program is None:
            raise Unavailable("RabbitMQ was not started.", remedy="Start it first.")
        return self._program.pid

    @property
    def log(self) -> Path:
        return self.folder / "logs" / "node.log"

    def running(self) -> bool:
        return self._program is not None and self._program.poll() is None

    def start(self) -> None:
        """Returns when it takes connections; does nothing when it runs. Raises Unavailable, saying what to do."""
        if self.running():
            return
        for port in (self.port, self.management_port):
            if listens(port):
                raise Unavailable(f"Something else listens on port {port} already.", remedy="Stop it, or give RabbitMQ another port.")
        owned_folder(self.folder, USER)
        self._names.start()
        self._prepare()
        server = find_program("rabbitmq-server", SCRIPTS)
        self._program = start_program(
            [server],
            log=self.folder / "console.log",
            environment=self._environment(),
            user=USER,
            when_parent_dies=signal.SIGKILL,  # what was confirmed is on disk; an orderly stop takes six seconds and may hang
            folder=self.folder,
        )
        self._wait_until_it_answers()

    def stop(self) -> None:
        """In order: queues are closed and written."""
        if self._program:
            end_program(self._program, signal.SIGTERM, STOP_SECONDS)
            self._program = None
        if self._own_names:
            self._names.stop()

    def kill(self) -> None:
        """With -9, as a fault does. What was confirmed is there at the next start."""
        if self._program:
            self._program.kill()
            self._program.wait()
            self._program = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def control(self, *command: str) -> str:
        """What `rabbitmqctl` answers: `control("list_queues", "name")`. Takes a second or two. Raises Unavailable when it refuses."""
        return self._command("rabbitmqctl", *command)

    def queues(self, *command: str) -> str:
        """What `rabbitmq-queues` answers: `queues("quorum_status", "signpost.reporting")`."""
        return self._command("rabbitmq-queues", *command)

    def join(self, other: "RabbitServer") -> None:
        """Becomes a member of the other's cluster; what this node held is given up."""
        self.control("stop_app")
        self.control("reset")
        self.control("join_cluster", other.node)
        self.control("start_app")

    def _command(self, program: str, *command: str) -> str:
        return run_program(
            [find_program(program, SCRIPTS), "--node", self.node, "--quiet", *command], environment=self._environment(), user=USER
        )

    def _prepare(self) -> None:
        for part in ("mnesia", "logs"):
            owned_folder(self.folder / part, USER)
        settings = CONFIGURATION.format(
            port=self.port,
            management_port=self.management_port,
            stream_port=self._stream_port,
            vhost=VHOST,
            user="signpost",
            password=self._names.password,
        )
        write_owned(self.folder / "rabbitmq.conf", settings, 0o600)
        write_owned(self.folder / "enabled_plugins", "[rabbitmq_management,rabbitmq_stream].\n", 0o600)

    def _environment(self) -> dict[str, str]:
        """Nothing of ours but the path and the language: a setting meant for another broker must not reach this one."""
        return {
            "PATH": os.pathsep.join([SCRIPTS, os.environ.get("PATH", os.defpath)]),
            "LANG": "C.UTF-8",
            "HOME": str(self._names.folder),
            "ERL_EPMD_PORT": str(self._names.port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RUNNING_UNDER_SYSTEMD": "true",  # the script becomes the node, so that its process is the one we signal
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._node_port),
            "RABBITMQ_CTL_DIST_PORT_MAX": "36672",
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "logs"),
            "RABBITMQ_PID_FILE": str(self.folder / "node.pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self.running() or time.monotonic() > until:
                self.kill()
                said = last_lines((self.folder / "console.log").read_text("utf-8", "replace"))
                raise Unavailable(f"RabbitMQ did not start: {said}", remedy=f"Its logs are in {self.log.parent}.")
            time.sleep(0.1)

    def _answers(self) -> bool:
        """It greets whoever speaks AMQP, and the management listens: the last things a node opens."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as client:
                client.settimeout(2)
                client.sendall(b"AMQP\x00\x00\x09\x01")
                greeted = bool(client.recv(1))
            return greeted and httpx.get(f"{self.management_url}/api/vhosts/{VHOST}", timeout=2, trust_env=False).is_success
        except (OSError, httpx.TransportError):
            return False
