"""A connection to the broker from a plain process (py-amqp). Its failures become Unavailable; the address never reaches a log."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import amqp
from amqp.exceptions import AMQPError

from shared.errors import Unavailable

CONNECT_SECONDS = 5
SOCKET_SECONDS = 15
"""A write that takes longer, or a read of an answer: the broker is not there any more."""
CHECK = "Check that RabbitMQ runs and that SIGNPOST_BROKER names it; nothing is lost meanwhile."


def connect(address: str) -> amqp.Connection:
    """`address`: amqp://user:password@host:port/vhost. Raises Unavailable."""
    parts = urlsplit(address)
    connection = amqp.Connection(
        host=f"{parts.hostname}:{parts.port or (5671 if parts.scheme == 'amqps' else 5672)}",
        userid=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        virtual_host=unquote(parts.path[1:]) or "/",
        ssl=parts.scheme == "amqps",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=SOCKET_SECONDS,
        write_timeout=SOCKET_SECONDS,
    )
    with refusals():
        connection.connect()
    return connection


@contextmanager
def refusals() -> Iterator[None]:
    """What the broker refuses, and its absence, as Unavailable."""
    try:
        yield
    except AMQPError as error:
        raise Unavailable(f"RabbitMQ refused: {error.reply_code} {error.reply_text}", remedy=CHECK) from error
    except OSError as error:
        raise Unavailable(f"RabbitMQ cannot be reached ({type(error).__name__}).", remedy=CHECK) from error


def hang_up(connection: amqp.Connection) -> None:
    """However it is: a broker that is gone is not waited for."""
    connection.collect()


def no_topology(missing: str) -> Unavailable:
    return Unavailable(f"RabbitMQ has no {missing}.", remedy="Run `signpost topology apply`; nothing is lost meanwhile.")
