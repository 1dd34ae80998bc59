"""How many may wait at once: a partner who opens ever more connections takes nobody else's place."""

from collections import Counter
from contextlib import ExitStack

from shared.errors import TooMany, Unavailable


class Seats:
    def __init__(self, for_each: int, for_all: int) -> None:
        self._for_each, self._for_all = for_each, for_all
        self._taken: Counter[str] = Counter()

    def take(self, who: str) -> ExitStack:
        """A seat until it is closed. Raises TooMany when this caller has all that one may have, Unavailable when all are taken."""
        if self._taken[who] >= self._for_each:
            raise TooMany(
                f"You have {self._for_each} requests waiting or streaming already, the most for one partner.",
                remedy="Close one, or ask without `Prefer: wait`.",
            )
        if self.taken() >= self._for_all:
            raise Unavailable("As many wait here as may at once.", remedy="Ask without `Prefer: wait`, or try again in a moment.")
        self._taken[who] += 1
        seat = ExitStack()
        seat.callback(self._leave, who)
        return seat

    def taken(self) -> int:
        return self._taken.total()

    def _leave(self, who: str) -> None:
        self._taken[who] -= 1
        if not self._taken[who]:
            del self._taken[who]
