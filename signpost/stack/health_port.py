"""`/live` and `/ready` for processes without web pages: by the beat of their loop, on 127.0.0.1 or where containers ask."""

import json
import socket
import threading
from datetime import UTC, datetime

from shared.heartbeat import seconds_since_beat

TOO_LONG_SECONDS = 60
"""Without a beat the loop hangs: even the longest wait for a database or broker is shorter."""
MOST_BYTES = 4096


class HealthPort:
    """One plain thread with sockets of its own: it must answer, and not hold up, whatever kind of loop the process runs."""

    def __init__(self, name: str, host: str, port: int) -> None:
        """Listens at once; raises OSError when the port cannot be had."""
        self._name, self._since = name, datetime.now(UTC)
        self._listening = socket.create_server((host, port))
        self._thread = threading.Thread(target=self._run, name="health-port", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        while True:
            client, _ = self._listening.accept()
            try:
                client.settimeout(2)
                self._answer(client)
            except OSError:  # whoever asked is gone, or says nothing
                continue
            finally:
                client.close()

    def _answer(self, client: socket.socket) -> None:
        asked = client.recv(MOST_BYTES).split(b" ", 2)
        path = asked[1].decode("ascii", "replace") if len(asked) > 1 else ""
        status, body = self._page(path)
        content = json.dumps(body).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        client.sendall(head.encode() + content)

    def _page(self, path: str) -> tuple[str, dict[str, object]]:
        beat = seconds_since_beat()
        told: dict[str, object] = {"process": self._name, "since": self._since.isoformat(), "seconds_since_beat": beat}
        if path == "/live":
            return "200 OK", {"status": "ok", **told}
        if path != "/ready":
            return "404 Not Found", {"title": "There are /live and /ready here."}
        if beat is None:
            return "503 Service Unavailable", {"title": "Its loop has not begun.", **told}
        if beat > TOO_LONG_SECONDS:
            return "503 Service Unavailable", {"title": f"Its loop has not moved for {beat:.0f} seconds.", **told}
        return "200 OK", {"status": "ok", **told}
