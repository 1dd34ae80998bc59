"""The servers the real stack needs, each private to a folder."""

from signpost.stack.postgres import PostgresServer
from signpost.stack.rabbit import Names, RabbitServer

__all__ = ["Names", "PostgresServer", "RabbitServer"]
