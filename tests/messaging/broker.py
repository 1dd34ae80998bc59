"""Looking into a queue as a consumer would, and a way to the broker that can be closed and opened."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import amqp

from shared.messaging.rabbitmq.connection import connect


def take_all(url: str, queue: str) -> list[amqp.Message]:
    """Whatever is in it now, acknowledged."""
    connection = connect(url)
    channel = connection.channel()
    taken = []
    while message := channel.basic_get(queue):
        channel.basic_ack(message.delivery_tag)
        taken.append(message)
    connection.close()
    return taken


class Way:
    """A port of this machine that leads to the broker while it is open. Closing it cuts what goes through it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._broker = (str(parts.hostname), int(parts.port or 0))
        with socket.create_server(("127.0.0.1", 0)) as found:
            self._port = found.getsockname()[1]
        self.url = url.replace(f"@{parts.hostname}:{parts.port}", f"@127.0.0.1:{self._port}")
        self._sockets: list[socket.socket] = []

    def open(self) -> None:
        listening = socket.create_server(("127.0.0.1", self._port))
        self._sockets = [listening]
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def close(self) -> None:
        for each in self._sockets:
            with suppress(OSError):  # not connected any more
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = listening.accept()
                broker = socket.create_connection(self._broker)
                self._sockets += [client, broker]
                for one, other in ((client, broker), (broker, client)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while some := one.recv(65_536):
            other.sendall(some)


@contextmanager
def way_to(url: str) -> Iterator[Way]:
    """Not open yet."""
    way = Way(url)
    yield way
    way.close()
