"""The proxy does to a connection what the trials say it does; a fault that was not made would prove nothing."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.faults.proxy import Proxy

SOON = 0.3


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that says again what it hears."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server,), daemon=True).start()
        yield server.getsockname()[1]


def _serve(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:  # closed: the test is over
            return
        threading.Thread(target=_repeat, args=(connection,), daemon=True).start()


def _repeat(connection: socket.socket) -> None:
    try:
        while heard := connection.recv(1024):
            connection.sendall(heard)
    except OSError:  # cut off, as some tests want it
        return


@pytest.fixture
def proxy(echo: int) -> Iterator[Proxy]:
    proxy = Proxy(echo)
    yield proxy
    proxy.close()


@pytest.fixture
def client(proxy: Proxy) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as client:
        client.sendall(b"hello")
        assert client.recv(16) == b"hello"
        yield client


def test_a_cut_connection_is_broken_off_and_a_new_one_is_let_through(proxy: Proxy, client: socket.socket) -> None:
    assert proxy.cut() == 2
    with pytest.raises(ConnectionResetError):
        _heard(client)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as again:
        again.sendall(b"again")
        assert again.recv(16) == b"again"


@pytest.mark.parametrize("way", ["out", "back"])
def test_what_is_held_in_one_direction_arrives_when_it_is_let_through(proxy: Proxy, client: socket.socket, way: str) -> None:
    proxy.hold([way])  # type: ignore[list-item]  # the literal, as a parameter
    client.sendall(b"held")
    client.settimeout(SOON)
    with pytest.raises(TimeoutError):
        client.recv(16)
    client.settimeout(10)
    proxy.let_through()
    assert client.recv(16) == b"held"


def test_a_new_connection_is_held_as_well(proxy: Proxy) -> None:
    proxy.hold()
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as client:
        client.sendall(b"held")
        client.settimeout(SOON)
        with pytest.raises(TimeoutError):
            client.recv(16)


def test_whoever_is_refused_hears_nothing_until_the_way_is_open_again(proxy: Proxy, client: socket.socket) -> None:
    proxy.refuse()
    with pytest.raises(ConnectionResetError):
        _heard(client)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as refused, pytest.raises(ConnectionResetError):
        _heard(refused)
    proxy.let_through()
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as again:
        again.sendall(b"again")
        assert again.recv(16) == b"again"


def test_another_server_answers_for_one_that_is_gone(echo: int) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        proxy = Proxy(nobody.getsockname()[1], echo)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as client:
        client.sendall(b"hello")
        assert client.recv(16) == b"hello"
    proxy.close()


def _heard(client: socket.socket) -> bytes:
    """A connection broken off by a reset says so at the next read or write."""
    while True:
        client.sendall(b"x")
        if not client.recv(16):
            raise ConnectionResetError
