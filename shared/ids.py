"""Where ids come from is a port: random in life, repeatable in samples and tests."""

import random
import secrets
import time
import uuid
from typing import Protocol


class Ids(Protocol):
    def new(self) -> str:
        """A new UUID in its usual text form (Open Referral UK wants UUIDs)."""
        ...


def _uuid7(milliseconds: int, randomness: int) -> str:
    """RFC 9562 version 7: 48 bits of time, then 74 random bits. Sorts by time of making."""
    high, low = randomness >> 62 & 0xFFF, randomness & (1 << 62) - 1
    return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low))


class RandomIds:
    def new(self) -> str:
        return _uuid7(time.time_ns() // 1_000_000, secrets.randbits(74))


class SeededIds:
    """The same seed gives the same ids in the same order."""

    def __init__(self, seed: int, at_milliseconds: int = 0) -> None:
        self._random = random.Random(seed)
        self._at = at_milliseconds

    def new(self) -> str:
        self._at += 1
        return _uuid7(self._at, self._random.getrandbits(74))
