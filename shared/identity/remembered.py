"""A bounded memory: the least recently used entry goes first."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Keyed by digest, so that what is remembered about a token is not the token itself."""

    def __init__(self, most: int = 4096) -> None:
        self._entries: OrderedDict[bytes, T] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, digest: bytes) -> T | None:
        with self._lock:
            return self._entries.get(digest)

    def keep(self, digest: bytes, value: T) -> None:
        with self._lock:
            self._entries[digest] = value
            self._entries.move_to_end(digest)
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)

    def forget(self, digest: bytes) -> None:
        with self._lock:
            self._entries.pop(digest, None)
