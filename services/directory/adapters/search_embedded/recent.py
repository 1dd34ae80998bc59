"""What was asked for of late, kept in memory. Anyone may ask for anything, so only so much is kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Any number of threads may use it."""

    def __init__(self, most: Callable[[], int], known: Iterable[tuple[K, V]] = ()) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known = OrderedDict(known)

    def get(self, key: K) -> V | None:
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
            return known

    def keep(self, key: K, value: V) -> None:
        """The one not asked for longest makes room."""
        with self._lock:
            self._known[key] = value
            self._known.move_to_end(key)
            if len(self._known) > self._most():
                self._known.popitem(last=False)

    def items(self) -> list[tuple[K, V]]:
        with self._lock:
            return list(self._known.items())

    def __contains__(self, key: K) -> bool:
        return key in self._known

    def __len__(self) -> int:
        return len(self._known)
